-- An edit may mention others than the first text did: seq is the entry that did it, message the one that says it now.

alter table mention add column message integer not null default 0;

update mention set message = seq;

drop index mention_message;

create index mention_message on mention (room, message);

pragma user_version = 4;
