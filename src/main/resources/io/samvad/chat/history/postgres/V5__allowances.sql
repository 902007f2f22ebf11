-- When people may do again all that is rarely done: each time moves it on. What lies in the past says nothing any more.

create table allowance (
    person text not null,
    what text not null,
    full_at bigint not null,
    primary key (person, what)
);

create index allowance_full_at on allowance (full_at);
