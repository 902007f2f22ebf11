-- Who is mentioned in which message, so that those that are not read yet can be counted.

create table mention (
    person text not null,
    room integer not null,
    seq integer not null,
    primary key (person, room, seq)
) strict, without rowid;

create index mention_message on mention (room, seq);

pragma user_version = 2;
