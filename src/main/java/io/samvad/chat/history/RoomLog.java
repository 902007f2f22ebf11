package io.samvad.chat.history;

import io.samvad.chat.history.StoreException.Code;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Writes entries to the logs of rooms. */
final class RoomLog {
    private static final String SENT = "select r.name, r.epoch, s.seq from sent s join room r on r.id = s.room"
            + " where s.scope = $1 and s.client_offset = $2";
    private static final String NEXT =
            "update room set seq = seq + 1, messages = messages + $1 where id = $2 returning seq";
    private static final String POST = "insert into entry (room, seq, kind, author, name, at, text, extra)"
            + " values ($1, $2, 0, $3, $4, $5, $6, $7)";
    private static final String CHANGE = "insert into entry (room, seq, kind, target, author, name, at, text)"
            + " values ($1, $2, $3, $4, $5, $6, $7, $8)";
    private static final String REMEMBER =
            "insert into sent (scope, client_offset, room, seq, at) values ($1, $2, $3, $4, $5)";

    private static final String MENTION = "insert into mention (person, room, seq, message)"
            + " select distinct one, cast($1 as bigint), cast($2 as bigint), cast($3 as bigint) from ";
    private static final String MENTIONED =
            " where not exists (select 1 from mention m where m.person = one and m.room = $1 and m.message = $3)";

    private final Dialect dialect;
    private final Clock clock;

    RoomLog(Dialect dialect, Clock clock) {
        this.dialect = dialect;
        this.clock = clock;
    }

    Future<Receipt> append(Session session, Draft draft) {
        if (draft.clientOffset() == null) {
            return post(session, draft);
        }
        return session.query(SENT, draft.scope(), draft.clientOffset())
                .compose(sent -> sent.isEmpty() ? post(session, draft) : Future.succeededFuture(repeated(sent.get(0))));
    }

    private static Receipt repeated(Row sent) {
        return new Receipt(sent.text(0), new Position(sent.text(1), sent.number(2)), Optional.empty());
    }

    private Future<Receipt> post(Session session, Draft draft) {
        long now = clock.millis();
        String extra = draft.extra() == null ? null : draft.extra().encode();
        return lock(session, draft.room(), draft.author().id())
                .compose(room -> next(session, room, 1).compose(seq -> session.query(
                                POST,
                                room.id,
                                seq,
                                draft.author().id(),
                                draft.author().name(),
                                now,
                                draft.text(),
                                extra)
                        .compose(posted -> dialect.indexedLater()
                                ? Future.succeededFuture()
                                : session.query(dialect.index(), room.id, seq, SearchWords.of(draft.text())))
                        .compose(found -> draft.mentions() == null
                                ? Future.succeededFuture()
                                : mention(session, room, seq, seq, draft.mentions()))
                        .compose(mentioned -> draft.clientOffset() == null
                                ? Future.succeededFuture()
                                : session.query(REMEMBER, draft.scope(), draft.clientOffset(), room.id, seq, now))
                        .map(done -> room.receipt(new Entry.Posted(Reading.posted(draft, seq, now))))));
    }

    Future<Receipt> edit(Session session, String name, long target, String person, String text, List<String> mentions) {
        return lock(session, name, person)
                .compose(room -> target(session, room, target).compose(old -> {
                    own(old, person);
                    if (old.deleted()) {
                        throw gone();
                    }
                    return old.text().equals(text)
                            ? Future.succeededFuture(room.unchanged(target))
                            : rewrite(session, room, old, text, mentions);
                }));
    }

    private Future<Receipt> rewrite(Session session, Locked room, Message old, String text, List<String> mentions) {
        long now = clock.millis();
        JsonObject extra = old.extraWith(mentions);
        return session.query(
                        "update entry set text = $1, extra = $2, edited_at = $3 where room = $4 and seq = $5",
                        text,
                        extra == null ? null : extra.encode(),
                        now,
                        room.id,
                        old.seq())
                .compose(edited -> session.query(dialect.index(), room.id, old.seq(), SearchWords.of(text)))
                .compose(found -> change(session, room, Entry.Kind.EDITED, old.seq(), old.author(), now, null))
                .compose(seq -> mentionAnew(session, room, seq, old, mentions)
                        .map(room.receipt(new Entry.Edited(seq, Reading.instant(now), old.seq(), text, mentions))));
    }

    private Future<?> mentionAnew(Session session, Locked room, long seq, Message old, List<String> mentions) {
        if (mentions.isEmpty() && old.mentions().isEmpty()) {
            return Future.succeededFuture();
        }
        String people = new JsonArray(mentions).encode();
        return session.query(
                        "delete from mention where room = $1 and message = $2 and person not in (select one from "
                                + dialect.each("$3") + ")",
                        room.id,
                        old.seq(),
                        people)
                .compose(dropped -> mention(session, room, seq, old.seq(), people));
    }

    /**
     * Remembers whom an entry mentions, but for those whom that message did before.
     *
     * @param people a JSON array
     */
    private Future<?> mention(Session session, Locked room, long seq, long message, String people) {
        return session.query(MENTION + dialect.each("$4") + MENTIONED, room.id, seq, message, people);
    }

    Future<Receipt> delete(Session session, String name, long target, String person) {
        return lock(session, name, person)
                .compose(room -> target(session, room, target).compose(old -> {
                    own(old, person);
                    return old.deleted() ? Future.succeededFuture(room.unchanged(target)) : remove(session, room, old);
                }));
    }

    private Future<Receipt> remove(Session session, Locked room, Message old) {
        long now = clock.millis();
        return session.query(dialect.unindex(), room.id, old.seq(), old.seq())
                .compose(hidden -> session.query(
                        "update entry set text = '', extra = null, deleted = 1 where room = $1 and seq = $2",
                        room.id,
                        old.seq()))
                .compose(emptied ->
                        session.query("delete from reaction where room = $1 and seq = $2", room.id, old.seq()))
                .compose(bare ->
                        session.query("delete from mention where room = $1 and message = $2", room.id, old.seq()))
                .compose(quiet -> session.query("update room set messages = messages - 1 where id = $1", room.id))
                .compose(counted -> change(session, room, Entry.Kind.DELETED, old.seq(), old.author(), now, null))
                .map(seq -> room.receipt(new Entry.Deleted(seq, Reading.instant(now), old.seq())));
    }

    Future<Receipt> react(Session session, String name, long target, Author who, String symbol, boolean add) {
        return lock(session, name, who.id())
                .compose(room -> target(session, room, target).compose(message -> {
                    if (message.deleted()) {
                        throw gone();
                    }
                    return session.query(
                                    "select 1 from reaction where room = $1 and seq = $2 and symbol = $3 and person = $4",
                                    room.id,
                                    target,
                                    symbol,
                                    who.id())
                            .compose(there -> there.isEmpty() != add
                                    ? Future.succeededFuture(room.unchanged(target))
                                    : toggle(session, room, target, who, symbol, add));
                }));
    }

    private Future<Receipt> toggle(Session session, Locked room, long target, Author who, String symbol, boolean add) {
        long now = clock.millis();
        return (add ? admit(session, room, target, who, symbol, now) : withdraw(session, room, target, who, symbol))
                .compose(
                        done -> change(session, room, Entry.Kind.REACTED, target, who, now, (add ? "+" : "-") + symbol))
                .map(seq -> room.receipt(new Entry.Reacted(seq, Reading.instant(now), target, who, symbol, add)));
    }

    private Future<?> admit(Session session, Locked room, long target, Author who, String symbol, long now) {
        return session.query("select count(*) from reaction where room = $1 and seq = $2", room.id, target)
                .compose(counted -> {
                    if (counted.get(0).number(0) >= Limits.MAX_REACTIONS) {
                        throw new StoreException(Code.TOO_LARGE, "that message has enough reactions");
                    }
                    return session.query(
                            "insert into reaction (room, seq, symbol, person, name, at) values ($1, $2, $3, $4, $5, $6)",
                            room.id,
                            target,
                            symbol,
                            who.id(),
                            who.name(),
                            now);
                });
    }

    private static Future<?> withdraw(Session session, Locked room, long target, Author who, String symbol) {
        return session.query(
                "delete from reaction where room = $1 and seq = $2 and symbol = $3 and person = $4",
                room.id,
                target,
                symbol,
                who.id());
    }

    private Future<Long> change(
            Session session, Locked room, Entry.Kind kind, long target, Author who, long now, String text) {
        return next(session, room, 0).compose(seq -> session.query(
                        CHANGE, room.id, seq, (long) kind.ordinal(), target, who.id(), who.name(), now, text)
                .map(seq));
    }

    private static Future<Long> next(Session session, Locked room, long messages) {
        return session.query(NEXT, messages, room.id).map(rows -> rows.get(0).number(0));
    }

    /** From here on the room is ours until the transaction ends, so that its numbers have no gap and no double. */
    private Future<Locked> lock(Session session, String name, String person) {
        return session.query("select id, epoch, members from room where name = $1" + dialect.forUpdate(), name)
                .map(rows -> {
                    if (rows.isEmpty()) {
                        throw new StoreException(Code.NOT_FOUND, "there is no room " + name);
                    }
                    Row row = rows.get(0);
                    if (!row.isNull(2) && !Rooms.members(row.text(2)).contains(Objects.toString(person, ""))) {
                        throw new StoreException(Code.NOT_YOURS, "that room is for its members");
                    }
                    return new Locked(row.number(0), name, row.text(1));
                });
    }

    private static Future<Message> target(Session session, Locked room, long seq) {
        return session.query(
                        "select " + Reading.MESSAGE + " from entry e where e.room = $1 and e.seq = $2 and e.kind = 0",
                        room.id,
                        seq)
                .map(rows -> {
                    if (rows.isEmpty()) {
                        throw gone();
                    }
                    return Reading.message(room.name, rows.get(0), 0);
                });
    }

    private static void own(Message message, String person) {
        if (!Objects.equals(message.author().id(), person)) {
            throw new StoreException(Code.NOT_YOURS, "that message is somebody else's");
        }
    }

    private static StoreException gone() {
        return new StoreException(Code.NOT_FOUND, "there is no such message, or no longer");
    }

    private record Locked(long id, String name, String epoch) {
        Receipt receipt(Entry entry) {
            return new Receipt(name, new Position(epoch, entry.seq()), Optional.of(entry));
        }

        Receipt unchanged(long seq) {
            return new Receipt(name, new Position(epoch, seq), Optional.empty());
        }
    }
}
