package moltbot.runtime.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.contract.json.JsonObject;
import moltbot.runtime.schedule.Run;

/// Reads runs of schedules and what was said in them.
final class RunRows {
    private static final String OVER =
            "SELECT schedule_run.schedule, schedule_run.turn, due_at, began_at, missed, turn.outcome, turn.session,"
                    + " turn.seq FROM schedule_run JOIN turn ON turn.id = schedule_run.turn"
                    + " WHERE turn.outcome IS NOT NULL LIMIT 64";

    private RunRows() {}

    private record Row(
            long schedule, String turn, long due, long began, int missed, String outcome, long session, long seq) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getLong(1),
                    row.getString(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getInt(5),
                    row.getString(6),
                    row.getLong(7),
                    row.getLong(8));
        }
    }

    /// Those that are over and still here, so not told of.
    static List<Run> over(Db db) throws SQLException {
        List<Run> runs = new ArrayList<>();
        for (Row row : db.list(OVER, Row::read)) {
            int failures = (int) db.number("SELECT failures FROM schedule WHERE id = ?", 0, row.schedule())
                    + (row.outcome().equals("failed") ? 1 : 0);
            runs.add(new Run(
                    SqliteSchedules.one(db, row.schedule()).orElseThrow(),
                    row.turn(),
                    Instant.ofEpochMilli(row.due()),
                    Instant.ofEpochMilli(row.began()),
                    row.missed(),
                    row.outcome(),
                    last(db, row, "assistant_text"),
                    last(db, row, "notice"),
                    failures));
        }
        return runs;
    }

    private static String last(Db db, Row row, String type) throws SQLException {
        return db
                .list(
                        "SELECT fact FROM event WHERE session = ? AND seq >= ? AND turn = ? AND type = ?"
                                + " ORDER BY seq DESC LIMIT 1",
                        fact -> fact.getString(1),
                        row.session(),
                        row.seq(),
                        row.turn(),
                        type)
                .stream()
                .map(fact -> JsonObject.parse(fact).text("text"))
                .findFirst()
                .orElse("");
    }

    /// Where in a messenger the conversation is answered that asked for the run which is this turn.
    static Optional<String> address(Db db, String turn) throws SQLException {
        return db
                .list(
                        "SELECT session.address FROM schedule_run JOIN schedule ON schedule.id = schedule_run.schedule"
                                + " JOIN session ON session.sender = schedule.sender AND session.name = schedule.origin"
                                + " WHERE schedule_run.turn = ? AND session.address <> ''",
                        row -> row.getString(1),
                        turn)
                .stream()
                .findFirst();
    }
}
