package moltbot.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/// One connection and its prepared statements, each made once. For one platform thread.
final class Db implements AutoCloseable {
    /// Makes a value of a row.
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final LongAdder rowsRead;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    /// @param rowsRead  counts what it gives
    Db(Connection connection, LongAdder rowsRead) {
        this.connection = connection;
        this.rowsRead = rowsRead;
    }

    /// Runs statements that take no values.
    void script(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /// Runs a change; how many rows it touched.
    int update(String sql, Object... values) throws SQLException {
        return use(sql, PreparedStatement::executeUpdate, values);
    }

    <T> List<T> list(String sql, Row<T> reader, Object... values) throws SQLException {
        return use(
                sql,
                statement -> {
                    List<T> list = new ArrayList<>();
                    try (ResultSet rows = statement.executeQuery()) {
                        while (rows.next()) {
                            rowsRead.increment();
                            list.add(reader.read(rows));
                        }
                    }
                    return list;
                },
                values);
    }

    /// The first column of the first row as a number, or `otherwise`.
    long number(String sql, long otherwise, Object... values) throws SQLException {
        return use(
                sql,
                statement -> {
                    try (ResultSet rows = statement.executeQuery()) {
                        rowsRead.increment();
                        return rows.next() ? rows.getLong(1) : otherwise;
                    }
                },
                values);
    }

    /// What is done with a statement whose values are set.
    @FunctionalInterface
    private interface Use<T> {
        T with(PreparedStatement statement) throws SQLException;
    }

    /// The driver closes a statement that failed, so one that did is made anew next time.
    private <T> T use(String sql, Use<T> use, Object... values) throws SQLException {
        boolean worked = false;
        try {
            T result = use.with(bind(sql, values));
            worked = true;
            return result;
        } finally {
            if (!worked) {
                prepared.remove(sql);
            }
        }
    }

    private PreparedStatement bind(String sql, Object... values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /// What it has been asked so far.
    Set<String> statements() {
        return prepared.keySet();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
