-- The words of new messages are put into the search many at a time: up to which entry that is done. It is an entry that is there,
-- or 0, since SQLite gives the number of the last one again when that is removed.

create table indexed (
    up_to integer not null
) strict;

insert into indexed (up_to) select coalesce(max(id), 0) from entry;

create trigger entry_removed after delete on entry
when old.id = (select up_to from indexed)
begin
    update indexed set up_to = (select coalesce(max(id), 0) from entry where id < old.id);
end;

pragma user_version = 6;
