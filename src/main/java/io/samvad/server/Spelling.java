package io.samvad.server;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word somebody may have meant. */
final class Spelling {

    private Spelling() {}

    /** The nearest of the known words, if it is near enough to be worth mentioning. */
    static Optional<String> nearest(String written, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(word -> distance(written, word)))
                .filter(word ->
                        distance(written, word) <= Math.max(2, lastName(word).length() / 3));
    }

    /** Edits between the two; the right name in the wrong group ({@code port} for {@code http.port}) counts as one. */
    private static int distance(String written, String word) {
        int whole = levenshtein(written.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT));
        boolean misplaced = lastName(written).equals(lastName(word));
        return misplaced ? Math.min(whole, 1) : whole;
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static int levenshtein(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
