package io.samvad.chat.history;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What of a text can be found: its words in small letters without accents. Done here and not by the databases, so that all
 * find the same; marks of scripts such as Devanagari are parts of words.
 */
final class SearchWords {
    private static final int MAX_WORDS = 16;

    /** Of a word, in characters; PostgreSQL finds no words of more than 2,046 bytes. */
    private static final int MAX_LENGTH = 64;

    private static final Pattern ACCENTS = Pattern.compile("[\\u0300-\\u036f]+");
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}\\p{M}]+");

    private SearchWords() {}

    /** The words of a message, separated by spaces. */
    static String of(String text) {
        return String.join(" ", split(text));
    }

    /** For FTS5; empty when there is no word to look for. */
    static String forSqlite(String words) {
        return query(words, "\"", "\" AND \"", "\"*");
    }

    /** For {@code to_tsquery}; empty when there is no word to look for. */
    static String forPostgres(String words) {
        return query(words, "'", "' & '", "':*");
    }

    private static String query(String words, String before, String between, String after) {
        List<String> wanted = split(words);
        return wanted.isEmpty()
                ? ""
                : wanted.stream().limit(MAX_WORDS).collect(Collectors.joining(between, before, after));
    }

    /** Whether a message has the words of a query {@link #forSqlite}, as FTS5 would say. */
    static boolean matches(String text, String query) {
        List<String> words = split(text);
        String[] wanted = query.substring(1, query.length() - 2).split("\" AND \"");
        for (int i = 0; i < wanted.length - 1; i++) {
            if (!words.contains(wanted[i])) {
                return false;
            }
        }
        String last = wanted[wanted.length - 1];
        return words.stream().anyMatch(word -> word.startsWith(last));
    }

    private static List<String> split(String text) {
        String plain = ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        return BETWEEN.splitAsStream(plain)
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, Math.min(word.length(), MAX_LENGTH)))
                .toList();
    }
}
