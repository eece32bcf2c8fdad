package moltbot.runtime.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import moltbot.contract.chat.ChatFact;
import moltbot.runtime.agent.Origin;
import moltbot.runtime.session.Kept;
import moltbot.runtime.session.SessionKey;

/// Writes a notice as a turn that is over: two events, and no message, so that no model ever reads it.
record NoticeRows(SessionKey session, String id, String title, ChatFact.Notice notice, long at) {
    /// What is new; empty where that id was taken before.
    List<Kept> write(Db db) throws SQLException {
        if (db.number("SELECT count(*) FROM inbound WHERE sender = ? AND id = ?", 0, session.sender(), id) > 0) {
            return List.of();
        }
        long[] row = SqliteTranscripts.session(db, session, at, title);
        String turn = UUID.randomUUID().toString().replace("-", "");
        long seq = row[1] + 1;
        db.update("INSERT INTO turn (id, session, seq, outcome) VALUES (?, ?, ?, ?)", turn, row[0], seq, "done");
        db.update("INSERT INTO inbound (sender, id, turn) VALUES (?, ?, ?)", session.sender(), id, turn);
        List<Kept> kept = new ArrayList<>();
        for (ChatFact fact : List.of(notice, new ChatFact.TurnFinished("done"))) {
            String json = fact.toJson().toString();
            db.update(
                    "INSERT INTO event (session, seq, turn, at, origin, type, fact) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    row[0],
                    seq,
                    turn,
                    at,
                    StepRows.word(Origin.HOUSE),
                    fact.type(),
                    json);
            kept.add(Frames.kept(seq++, turn, at, fact.type(), json));
        }
        db.update(
                "UPDATE session SET last_seq = ?, updated_at = ?, preview = ? WHERE id = ?",
                seq - 1,
                at,
                title,
                row[0]);
        return kept;
    }
}
