package moltbot.runtime.store;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import moltbot.runtime.session.Kept;

/// Builds the JSON of an event around the stored JSON of its fact, without reading the latter.
final class Frames {
    static final String COLUMNS = "seq, turn, at, type, fact";

    private Frames() {}

    /// All of it was written by this module: ids, numbers, and a JSON object with at least one field.
    static Kept kept(long seq, String turn, long at, String type, String fact) {
        String json = "{\"seq\":" + seq + ",\"turn\":\"" + turn + "\",\"at\":" + at + ",\"type\":\"" + type + "\","
                + fact.substring(1);
        return new Kept(seq, json.getBytes(StandardCharsets.UTF_8));
    }

    static Kept read(ResultSet row) throws SQLException {
        return kept(row.getLong(1), row.getString(2), row.getLong(3), row.getString(4), row.getString(5));
    }
}
