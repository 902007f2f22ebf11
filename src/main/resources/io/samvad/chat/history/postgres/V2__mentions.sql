-- Who is mentioned in which message, so that those that are not read yet can be counted.

create table mention (
    person text not null,
    room bigint not null,
    seq bigint not null,
    primary key (person, room, seq)
);

create index mention_message on mention (room, seq);
