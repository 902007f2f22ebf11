package io.samvad.chat.history;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What the chat remembers: the logs of its rooms, who is in them, and how far each has read. One object serves all event
 * loops of a process; results arrive on the context of the caller. Nothing blocks.
 *
 * <p>A room is a log. Its entries have numbers without gaps, given in the transaction that writes the entry, and a write is
 * answered only once it is committed and synced. Every write is one of: a new entry ({@link Receipt#entry}), or nothing,
 * because it was there already. So whoever got no answer simply tries again.
 *
 * <p>Futures fail with a {@link StoreException}, whose code says what to do. What no store could ever hold is an {@link
 * IllegalArgumentException} at once.
 */
public interface HistoryStore {
    /**
     * Whether a store can hold this text and find it again: PostgreSQL knows no NUL character, and of a character that takes two
     * {@code char} each half alone becomes the same question mark.
     */
    static boolean holds(String text) {
        return Limits.isStorable(text);
    }

    /**
     * Appends a message.
     *
     * @return where it is; a repeated {@link Draft#clientOffset} gives the first place, also after a restart, and also when
     *     the message itself has been removed since. Fails with {@code NOT_FOUND}, {@code NOT_YOURS}, {@code TOO_LARGE}.
     */
    Future<Receipt> append(Draft draft);

    /**
     * Gives one's own message another text.
     *
     * @param person who asks, by identity
     * @param mentions whom the new text mentions, by identity, instead of whom the old one did; who is new among them has an
     *     unread mention from this entry on
     * @return {@code repeated} when it has that text. Fails with {@code NOT_FOUND}, also for a deleted message, {@code
     *     NOT_YOURS}, {@code TOO_LARGE}.
     */
    Future<Receipt> edit(String room, long seq, String person, String text, List<String> mentions);

    /**
     * Takes one's own message back: its text is removed from the store, its place in the log remains.
     *
     * @param person who asks, by identity
     * @return {@code repeated} when it is deleted. Fails with {@code NOT_FOUND}, {@code NOT_YOURS}.
     */
    Future<Receipt> delete(String room, long seq, String person);

    /**
     * Adds or removes a reaction.
     *
     * @param who with an identity
     * @param symbol of 1 to 64 characters
     * @param add whether it comes or goes
     * @return {@code repeated} when it is so. Fails with {@code NOT_FOUND}, {@code NOT_YOURS}, {@code TOO_LARGE}.
     */
    Future<Receipt> react(String room, long seq, Author who, String symbol, boolean add);

    /**
     * Reads the log onwards: replays what somebody missed, fills a gap.
     *
     * @param last the last entry that the reader has
     * @param limit at most so many, up to 1,000
     */
    Future<Replay> after(String room, Position last, int limit);

    /**
     * Reads messages backwards.
     *
     * @param seq messages before this number; {@link Long#MAX_VALUE} for the latest
     * @param limit at most so many, up to 1,000
     */
    Future<Page> before(String room, long seq, int limit);

    /**
     * Finds messages that have all these words; the last may be the beginning of a word. Case and accents do not matter.
     *
     * @param before messages before this number; {@link Long#MAX_VALUE} for all
     * @param limit at most so many, up to 1,000
     * @return the newest first
     */
    Future<List<Message>> search(String room, String words, long before, int limit);

    /**
     * The newest messages.
     *
     * @param limit at most so many, up to 1,000
     */
    default Future<Page> latest(String room, int limit) {
        return before(room, Long.MAX_VALUE, limit);
    }

    /** Creates a room that nobody pays for. */
    default Future<Room> create(RoomDraft draft) {
        return create(draft, null, Quota.NONE);
    }

    /**
     * Creates a room.
     *
     * @param person whom it counts for
     * @return fails with {@code CONFLICT} when there is one of that name, and with {@code TOO_FAST}
     */
    Future<Room> create(RoomDraft draft, String person, Quota quota);

    /** Gives the room of that name; creates it when there is none, and nobody pays for it. */
    default Future<Room> open(RoomDraft draft) {
        return open(draft, null, Quota.NONE);
    }

    /**
     * Gives the room of that name, creates it when there is none.
     *
     * @param person whom it counts for when it is created
     * @return fails with {@code TOO_FAST}
     */
    Future<Room> open(RoomDraft draft, String person, Quota quota);

    /** A room; fails with {@code NOT_FOUND}. */
    Future<Room> room(String name);

    /** The public rooms by name, from behind {@code after} ("" for the first), at most {@code limit}, up to 1,000. */
    Future<List<Room>> rooms(String after, int limit);

    /** Changes what a public room is about; fails with {@code NOT_FOUND}, {@code CONFLICT}. */
    Future<Room> topic(String room, String topic);

    /** Makes a person a member, who has read all there is; a member stays as they are. Fails with {@code NOT_YOURS}. */
    Future<Membership> join(String room, String person);

    /** Ends a membership; fails with {@code CONFLICT} for a direct room, which is its members. */
    Future<Void> leave(String room, String person);

    /** The rooms of a person by name, at most 1,000. */
    Future<List<Membership>> roomsOf(String person);

    /** Where the logs of these rooms end, by name; of rooms that are not there, nothing. */
    Future<Map<String, Position>> heads(Collection<String> rooms);

    /**
     * Remembers how far a member has read; never goes back. Fails with {@code NOT_FOUND} for who is no member.
     *
     * @return how far it is, and what is left
     */
    Future<Membership> read(String room, String person, long seq);

    /**
     * Gives a person a nickname and remembers that they are here. Names are the same whatever their case.
     *
     * <p>The {@link Person#version} is raised in the transaction that changes a name, also that of who loses one.
     *
     * @param idle whose owner was not seen for so long loses the name
     * @param quota how often the person may have another name
     * @return fails with {@code CONFLICT} when it is another's, and with {@code TOO_FAST}
     */
    Future<Claim> claim(String person, String name, Duration idle, Quota quota);

    /** As often as one likes. */
    default Future<Claim> claim(String person, String name, Duration idle) {
        return claim(person, name, idle, Quota.NONE);
    }

    /** Somebody who once claimed a name; fails with {@code NOT_FOUND}. Remembers that they are here. */
    Future<Person> greet(String person);

    /** Who has that nickname; fails with {@code NOT_FOUND}. */
    Future<Person> named(String name);

    /** Those of these people, by identity, who once claimed a name, in no order. */
    Future<List<Person>> people(Collection<String> persons);

    /** The members of a room who have one of these nicknames, in no order. */
    Future<List<Person>> members(String room, Collection<String> names);

    /** Removes what is older or more than asked for, in small steps that let writers through; how many entries. */
    Future<Long> prune(Retention retention);

    /** Whether the store can be written to now; the failure says why not. */
    Future<Void> check();

    /** Does what was accepted, refuses the rest, and lets go of the files or connections. */
    Future<Void> close();
}
