package moltbot.runtime.store;

import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import moltbot.contract.chat.ChatFact;
import moltbot.runtime.agent.Origin;
import moltbot.runtime.outbox.Letter;
import moltbot.runtime.outbox.Wording;
import moltbot.runtime.session.Kept;
import moltbot.runtime.session.SessionKey;
import moltbot.runtime.session.Transcripts.Accepted;
import moltbot.runtime.session.Transcripts.Announcement;
import moltbot.runtime.session.Turn;

/// Writes a notice as a turn that is over: two events, and no message, so that no model ever reads it. Where the
/// conversation is answered in a messenger, it is posted there too.
///
/// @param what  is said; elsewhere with the time, for it may come late
record NoticeRows(SessionKey session, Announcement what, long at) {
    /// What came of it.
    ///
    /// @param events  empty where that id was taken before
    /// @param posted  the addresses a letter was posted to
    record Told(List<Kept> events, List<String> posted) {}

    Told write(Db db) throws SQLException {
        if (db.number("SELECT count(*) FROM inbound WHERE sender = ? AND id = ?", 0, session.sender(), what.id()) > 0) {
            return new Told(List.of(), List.of());
        }
        long[] row = InboundRows.session(db, session, at, what.title());
        String turn = UUID.randomUUID().toString().replace("-", "");
        long seq = row[1] + 1;
        db.update("INSERT INTO turn (id, session, seq, outcome) VALUES (?, ?, ?, ?)", turn, row[0], seq, "done");
        db.update("INSERT INTO inbound (sender, id, turn) VALUES (?, ?, ?)", session.sender(), what.id(), turn);
        List<Kept> kept = new ArrayList<>();
        for (ChatFact fact : List.of(what.notice(), new ChatFact.TurnFinished("done"))) {
            kept.add(keep(db, row[0], seq++, turn, fact));
        }
        db.update("UPDATE session SET last_seq = ?, updated_at = ? WHERE id = ?", seq - 1, at, row[0]);
        if (!what.title().isEmpty()) {
            db.update("UPDATE session SET preview = ? WHERE id = ?", what.title(), row[0]);
        }
        return new Told(kept, post(db, row[0]));
    }

    /// Writes it as a turn that is yet to sum the conversation up; one that waits or runs already is that turn.
    Accepted sumUp(Db db, String turn) throws SQLException {
        long[] row = StepRows.session(db, session)
                .orElseThrow(() -> new IllegalStateException("Only what was said is summed up."));
        List<Turn> before = db.list(
                "SELECT id, seq FROM turn WHERE session = ? AND outcome IS NULL AND kind = 'summary'",
                found -> new Turn(found.getString(1), session, found.getLong(2), "", true, true),
                row[0]);
        if (!before.isEmpty()) {
            return new Accepted(
                    before.getFirst(), true, new Kept(before.getFirst().seq(), new byte[0]));
        }
        long seq = row[1] + 1;
        db.update("INSERT INTO turn (id, session, seq, kind) VALUES (?, ?, ?, 'summary')", turn, row[0], seq);
        Kept kept = keep(db, row[0], seq, turn, what.notice());
        db.update("UPDATE session SET last_seq = ?, updated_at = ? WHERE id = ?", seq, at, row[0]);
        return new Accepted(new Turn(turn, session, seq, "", false, true), false, kept);
    }

    /// Writes one event of a turn; the conversation's last number is the caller's to change.
    Kept keep(Db db, long row, long seq, String turn, ChatFact fact) throws SQLException {
        String json = fact.toJson().toString();
        db.update(
                "INSERT INTO event (session, seq, turn, at, origin, type, fact) VALUES (?, ?, ?, ?, ?, ?, ?)",
                row,
                seq,
                turn,
                at,
                StepRows.word(Origin.HOUSE),
                fact.type(),
                json);
        return Frames.kept(seq, turn, at, fact.type(), json);
    }

    private List<String> post(Db db, long row) throws SQLException {
        List<String> posted = new ArrayList<>(what.addresses());
        for (String address : what.addresses()) {
            String dated = Wording.dated(what.notice().text(), at, ZoneId.systemDefault());
            SqliteOutbox.post(db, address, Letter.Body.plain(dated).offering(what.replies()), at);
        }
        String own = StepRows.address(db, row);
        Optional<Letter.Body> text =
                own.isEmpty() ? Optional.empty() : Wording.of(what.notice(), Labels.isOwner(session.sender()));
        if (text.isPresent()) {
            SqliteOutbox.post(db, own, text.get(), at);
            posted.add(own);
        }
        return posted;
    }
}
