package io.samvad.chat.history;

import io.vertx.core.Future;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A transaction on a server.
 *
 * @param connection that has begun it
 */
record PostgresSession(SqlConnection connection) implements Session {
    @Override
    public Future<List<Row>> query(String sql, Object... arguments) {
        return connection
                .preparedQuery(sql)
                .execute(Tuple.wrap(Arrays.asList(arguments)))
                .map(PostgresSession::rows);
    }

    static List<Row> rows(RowSet<io.vertx.sqlclient.Row> result) {
        List<Row> rows = new ArrayList<>(result.size());
        for (io.vertx.sqlclient.Row row : result) {
            Object[] values = new Object[row.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = row.getValue(i);
            }
            rows.add(new Row(values));
        }
        return rows;
    }
}
