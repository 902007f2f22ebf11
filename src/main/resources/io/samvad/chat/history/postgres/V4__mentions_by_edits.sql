-- An edit may mention others than the first text did: seq is the entry that did it, message the one that says it now.

alter table mention add column message bigint;

update mention set message = seq;

alter table mention alter column message set not null;

drop index mention_message;

create index mention_message on mention (room, message);
