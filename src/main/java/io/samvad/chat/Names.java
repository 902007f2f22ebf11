package io.samvad.chat;

import io.samvad.chat.history.RoomDraft;
import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names that can be given: of rooms, and of people. */
final class Names {
    static final int MAX_ROOM = 50;
    static final int MAX_NICK = 30;
    static final int MAX_TOPIC = 200;
    /** Begins the name of a direct room, which nobody gives, and of the Socket.IO room of a person's own sockets. */
    static final String DIRECT = "@";

    private static final String WAY = DIRECT + ":";

    /** Joiners only where scripts of India need them: behind a mark and before a letter. */
    private static final String JOINER = "(?<=\\p{M})[\\u200c\\u200d](?=\\p{L})";

    private static final String LETTER = "[\\p{L}\\p{M}\\p{N}_]";
    private static final Pattern ROOM = Pattern.compile("(?:[\\p{L}\\p{M}\\p{N}_-]|" + JOINER + "){1,100}");
    /** Of bounded length, because the engine needs stack for each character. */
    private static final String NAME = "[\\p{L}\\p{N}_](?:[\\p{L}\\p{M}\\p{N}_.-]|" + JOINER + "){0,60}(?<![.-])";

    private static final Pattern NICK = Pattern.compile(NAME);
    private static final Pattern MENTION =
            Pattern.compile("(?<![\\p{L}\\p{M}\\p{N}_.@-])@(" + NAME + ")(?!" + LETTER + ")");
    private static final int MAX_MENTIONS = 20;
    private static final Pattern DIRECT_ROOM = Pattern.compile("@" + Identity.ID + "@" + Identity.ID);

    /** Letters and marks that nobody sees: fillers, joiners of graphemes, selectors of variants. */
    private static final String UNSEEN =
            "\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u3164" + "\\ufe00-\\ufe0f\\uffa0\\x{e0100}-\\x{e01ef}";

    private static final Pattern HIDES = Pattern.compile("[" + UNSEEN + "]|\\p{M}{5}");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[-_.]");
    /** Scripts of which some letters look like those of another of them. */
    private static final Set<UnicodeScript> ALIKE = EnumSet.of(
            UnicodeScript.LATIN,
            UnicodeScript.GREEK,
            UnicodeScript.CYRILLIC,
            UnicodeScript.ARMENIAN,
            UnicodeScript.COPTIC,
            UnicodeScript.CHEROKEE);

    /** Emoji have joiners and tags inside. */
    private static final Pattern SYMBOL = Pattern.compile("(?=.*[^\\p{M}\\p{Cf}" + UNSEEN + "])"
            + "(?:[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Z}]|[\\u200d\\x{e0020}-\\x{e007f}])+");

    private Names() {}

    /** The socket.io room with all sockets of a person; no room of the chat can have that name. */
    static String tabs(String person) {
        return DIRECT + person;
    }

    /** The socket.io room with those who are on the way into a room: what the room is told beside its log is for them too. */
    static String way(String room) {
        return WAY + room;
    }

    static boolean isWay(String room) {
        return room.startsWith(WAY);
    }

    /** The name of a room as the store has it: names are the same whatever their case. Null when it is none. */
    static String room(Object name) {
        if (!(name instanceof String text) || text.length() > 2 * MAX_ROOM) {
            return null;
        }
        if (text.startsWith(DIRECT)) {
            return DIRECT_ROOM.matcher(text).matches() ? text : null;
        }
        String plain = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        return ROOM.matcher(plain).matches() && characters(plain) <= MAX_ROOM ? plain : null;
    }

    /** The nickname, normalized; null when it cannot be one. */
    static String nick(Object name) {
        if (!(name instanceof String text) || text.length() > 2 * MAX_NICK) {
            return null;
        }
        String plain = Normalizer.normalize(text, Normalizer.Form.NFC);
        boolean named = NICK.matcher(plain).matches() && characters(plain) <= MAX_NICK;
        return named && misleading(plain) == null ? plain : null;
    }

    /** Why somebody could take a name for another; null when there is nothing of the kind. */
    static String misleading(String name) {
        if (name == null) {
            return null;
        }
        if (HIDES.matcher(name).find()) {
            return "a name has no letters that cannot be seen, and no letter of it more than 4 marks";
        }
        boolean mixed = BETWEEN_WORDS
                .splitAsStream(name)
                .anyMatch(word -> word.codePoints()
                                .mapToObj(UnicodeScript::of)
                                .filter(ALIKE::contains)
                                .distinct()
                                .count()
                        > 1);
        return mixed ? "a word of a name does not mix letters of two scripts that look alike" : null;
    }

    /** Whether somebody can see it, and it turns or hides nothing beside it. */
    static boolean isSymbol(String text) {
        return SYMBOL.matcher(text).matches();
    }

    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }

    static boolean isDirect(String room) {
        return room.startsWith(DIRECT);
    }

    /** The two members of a direct room. */
    static List<String> members(String room) {
        return Arrays.stream(room.split(DIRECT)).filter(one -> !one.isEmpty()).toList();
    }

    /** Whether somebody may read and write in a room, if there is one of that name. */
    static boolean admits(String room, String person) {
        return !isDirect(room) || person != null && members(room).contains(person);
    }

    /** The room of that name, when it has to be made anew because the whole database is another. */
    static RoomDraft draft(String room) {
        return isDirect(room) ? RoomDraft.direct(members(room).toArray(new String[0])) : RoomDraft.open(room, "");
    }

    /** The nicknames that a text may mention. */
    static List<String> mentioned(String text) {
        if (text.indexOf('@') < 0) {
            return List.of();
        }
        Matcher matcher = MENTION.matcher(Normalizer.normalize(text, Normalizer.Form.NFC));
        return matcher.results()
                .map(found -> found.group(1))
                .filter(name -> characters(name) <= MAX_NICK)
                .distinct()
                .limit(MAX_MENTIONS)
                .toList();
    }
}
