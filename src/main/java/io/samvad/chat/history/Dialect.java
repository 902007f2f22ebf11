package io.samvad.chat.history;

/**
 * In what the databases differ. All else of our SQL is understood by both.
 *
 * @param forUpdate behind a select: nobody else changes these rows before the transaction ends
 * @param indexedLater whether a new message becomes findable without us
 * @param index makes an entry findable; room, number, words
 * @param unindex forgets the words of entries; room, from number, to number
 * @param find condition on {@code entry e} of the room {@code $1} that matches the words in {@code $2}
 * @param each a table with a column {@code one}: the texts in the JSON array {@code %s}
 */
record Dialect(String forUpdate, boolean indexedLater, String index, String unindex, String find, String each) {

    /** One writer at a time anyway; the words are in a table of FTS5 beside the entries, see {@link SqliteIndex}. */
    static final Dialect SQLITE = new Dialect(
            "",
            true,
            "insert or replace into search (rowid, words)"
                    + " values ((select id from entry where room = $1 and seq = $2), $3)",
            "delete from search where rowid in"
                    + " (select id from entry where room = $1 and kind = 0 and seq between $2 and $3)",
            SqliteIndex.FIND,
            "(select value as one from json_each(%s)) as each_of");

    /** Rooms are locked by row; the words are a column. */
    static final Dialect POSTGRES = new Dialect(
            " for update",
            false,
            "update entry set words = to_tsvector('simple', $3::text) where room = $1 and seq = $2",
            "update entry set words = null where room = $1 and kind = 0 and seq between $2 and $3",
            "e.words @@ to_tsquery('simple', $2)",
            "(select jsonb_array_elements_text(%s::text::jsonb) as one) as each_of");

    /** A table with a column {@code one}, for the texts in an argument: a JSON array. */
    String each(String argument) {
        return each.formatted(argument);
    }
}
