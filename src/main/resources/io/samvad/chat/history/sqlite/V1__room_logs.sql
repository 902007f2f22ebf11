-- Rooms are logs. Times are milliseconds since 1970, identities and names are texts.

create table room (
    id integer primary key,
    name text not null unique,
    topic text not null,
    created_at integer not null,
    members text, -- a JSON array; null for a public room
    epoch text not null,
    seq integer not null, -- the newest entry
    first integer not null, -- the oldest entry that is left
    messages integer not null
) strict;

-- kind: 0 posted, 1 edited, 2 deleted, 3 reacted. The text of 3 is the symbol behind a plus or minus.
create table entry (
    id integer primary key,
    room integer not null,
    seq integer not null,
    kind integer not null,
    target integer,
    author text,
    name text not null,
    at integer not null,
    text text,
    extra text,
    edited_at integer,
    deleted integer not null default 0,
    unique (room, seq)
) strict;

-- The program has split the texts into words already, so that only spaces are left to split at.
create virtual table search using fts5 (
    words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);

create table reaction (
    room integer not null,
    seq integer not null,
    symbol text not null,
    person text not null,
    name text not null,
    at integer not null,
    primary key (room, seq, symbol, person)
) strict, without rowid;

-- What clients called their messages: outlives the messages.
create table sent (
    scope text not null,
    client_offset text not null,
    room integer not null,
    seq integer not null,
    at integer not null,
    primary key (scope, client_offset)
) strict, without rowid;

create index sent_at on sent (at);

create table member (
    person text not null,
    room integer not null,
    read_seq integer not null,
    primary key (person, room)
) strict, without rowid;

create table person (
    id text primary key,
    name text,
    name_key text unique,
    seen_at integer not null
) strict, without rowid;

pragma user_version = 1;
