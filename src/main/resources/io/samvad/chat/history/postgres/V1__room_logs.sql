-- Rooms are logs. Times are milliseconds since 1970, identities and names are texts.

create table room (
    id bigint generated always as identity primary key,
    name text collate "C" not null unique,
    topic text not null,
    created_at bigint not null,
    members text, -- a JSON array; null for a public room
    epoch text not null,
    seq bigint not null, -- the newest entry
    first bigint not null, -- the oldest entry that is left
    messages bigint not null
) with (fillfactor = 50); -- a row changes with every message: leave it room to do so in place

-- kind: 0 posted, 1 edited, 2 deleted, 3 reacted. The text of 3 is the symbol behind a plus or minus.
create table entry (
    id bigint generated always as identity primary key,
    room bigint not null,
    seq bigint not null,
    kind bigint not null,
    target bigint,
    author text,
    name text not null,
    at bigint not null,
    text text,
    extra text,
    edited_at bigint,
    deleted bigint not null default 0,
    words tsvector, -- those that the program found in the text
    unique (room, seq)
);

create index entry_words on entry using gin (words);

create table reaction (
    room bigint not null,
    seq bigint not null,
    symbol text not null,
    person text not null,
    name text not null,
    at bigint not null,
    primary key (room, seq, symbol, person)
);

-- What clients called their messages: outlives the messages.
create table sent (
    scope text not null,
    client_offset text not null,
    room bigint not null,
    seq bigint not null,
    at bigint not null,
    primary key (scope, client_offset)
);

create index sent_at on sent (at);

create table member (
    person text not null,
    room bigint not null,
    read_seq bigint not null,
    primary key (person, room)
);

create table person (
    id text primary key,
    name text,
    name_key text unique,
    seen_at bigint not null
);
