package io.samvad.chat.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.Function;

/**
 * Puts the words of new messages into the search, many at a time: FTS5 writes a piece of its index at each commit, which took
 * a third of the time of a message that came alone. What is not in the index yet is found by reading it.
 */
final class SqliteIndex {
    /** So many at once, and the next one who writes waits for some milliseconds only. */
    private static final int STEP = 250;

    private static final String BEHIND = "select id, kind, deleted, text from entry"
            + " where id > (select up_to from indexed) order by id limit " + STEP;

    /** The condition of {@link Dialect#find}. The plus keeps SQLite from reading the whole room: what is behind the index is little. */
    static final String FIND = "e.id in (select rowid from search where search match $2"
            + " union all select id from entry where id > (select up_to from indexed)"
            + " and +room = $1 and kind = 0 and has_words(text, $2))";

    private SqliteIndex() {}

    /** Teaches a connection what {@link #FIND} needs. */
    static void install(Connection connection) throws SQLException {
        Function.create(connection, "has_words", new Function() {
            @Override
            protected void xFunc() throws SQLException {
                // Entries that are no message may be asked too, and have no text.
                String text = value_text(0);
                result(text != null && SearchWords.matches(text, value_text(1)) ? 1 : 0);
            }
        });
    }

    /** Does a step, in a transaction of its own; whether there may be more. */
    static boolean step(SqliteConnection connection) throws SQLException {
        connection.execute("begin immediate");
        List<Row> rows = connection.execute(BEHIND);
        for (Row row : rows) {
            if (row.number(1) == Entry.Kind.POSTED.ordinal() && row.number(2) == 0) {
                connection.execute(
                        "insert or replace into search (rowid, words) values ($1, $2)",
                        row.number(0),
                        SearchWords.of(row.text(3)));
            }
        }
        if (!rows.isEmpty()) {
            connection.execute(
                    "update indexed set up_to = $1", rows.get(rows.size() - 1).number(0));
        }
        connection.execute("commit");
        return rows.size() == STEP;
    }
}
