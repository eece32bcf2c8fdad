package moltbot.runtime.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ModelMessage;
import moltbot.runtime.agent.Conversation;
import moltbot.runtime.agent.PastTurn;
import moltbot.runtime.session.Turn;

/// Reads the newest whole turns before a turn, as many as a model may see.
final class PastRows {
    private record Row(long turn, int step, String json) {}

    private PastRows() {}

    static List<PastTurn> read(Db db, Turn before) throws SQLException {
        List<Row> rows = db.list(
                "SELECT turn_seq, step, message FROM message"
                        + " WHERE session = (SELECT id FROM session WHERE sender = ? AND name = ?) AND turn_seq < ?"
                        + " ORDER BY turn_seq DESC, step DESC LIMIT " + Conversation.MAX_MESSAGES,
                row -> new Row(row.getLong(1), row.getInt(2), row.getString(3)),
                before.session().sender(),
                before.session().name(),
                before.seq());
        List<PastTurn> turns = new ArrayList<>();
        List<ModelMessage> current = new ArrayList<>();
        int weight = 0;
        for (Row row : rows) {
            weight += row.json().length();
            if (weight > Conversation.MAX_WEIGHT) {
                break;
            }
            current.add(ModelMessage.fromJson(JsonObject.parse(row.json())));
            if (row.step() == 0) {
                Collections.reverse(current);
                turns.add(PastTurn.of(current));
                current.clear();
            }
        }
        Collections.reverse(turns);
        return List.copyOf(turns);
    }
}
