-- How often the nickname of a person has changed: of two that are told, the one with the higher number is newer.

alter table person add column version integer not null default 1;

pragma user_version = 3;
