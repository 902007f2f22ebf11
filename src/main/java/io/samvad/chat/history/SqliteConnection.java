package io.samvad.chat.history;

import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One connection to the file with its prepared statements, used by one thread at a time. */
final class SqliteConnection implements Session, AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    SqliteConnection(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Future<List<Row>> query(String sql, Object... arguments) {
        try {
            return Future.succeededFuture(execute(sql, arguments));
        } catch (SQLException fault) {
            return Future.failedFuture(fault);
        }
    }

    List<Row> execute(String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement.execute() ? rows(statement) : List.of();
    }

    private static List<Row> rows(PreparedStatement statement) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet result = statement.getResultSet()) {
            int width = result.getMetaData().getColumnCount();
            while (result.next()) {
                Object[] values = new Object[width];
                for (int i = 0; i < width; i++) {
                    values[i] = result.getObject(i + 1);
                }
                rows.add(new Row(values));
            }
        }
        return rows;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException lost) {
            // There is nothing to be saved: what was not committed has failed already.
            statements.clear();
        }
    }
}
