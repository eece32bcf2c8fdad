package moltbot.runtime.store;

import java.sql.SQLException;
import java.util.Optional;
import moltbot.contract.chat.ChatFact;
import moltbot.runtime.outbox.GivenFile;
import moltbot.runtime.session.SessionKey;

/// Files that people were given: copied from the workspace in the step that gives them, so that what they get is what
/// it
/// was then.
final class GivenRows {
    private GivenRows() {}

    /// @param session  its number
    static void keep(Db db, long session, ChatFact.FileGiven given) throws SQLException {
        db.update(
                "INSERT INTO given_file (session, call, name, bytes) SELECT session, ?, ?, bytes FROM workspace_file"
                        + " WHERE session = ? AND path = ? ON CONFLICT DO NOTHING",
                given.call(),
                given.name(),
                session,
                given.path());
    }

    /// Posts one that is kept.
    static void post(Db db, String address, long session, ChatFact.FileGiven given, long at) throws SQLException {
        db.update(
                "INSERT INTO letter (address, text, state, made_at, next_at, file)"
                        + " SELECT ?, name, 'waiting', ?, ?, id FROM given_file WHERE session = ? AND call = ?",
                address,
                at,
                at,
                session,
                given.call());
    }

    /// The file that a letter is.
    static Optional<GivenFile> of(Db db, long letter) throws SQLException {
        return db
                .list(
                        "SELECT name, bytes FROM given_file WHERE id = (SELECT file FROM letter WHERE id = ?)",
                        row -> new GivenFile(row.getString(1), row.getBytes(2)),
                        letter)
                .stream()
                .findFirst();
    }

    /// The file that a call gave in a conversation.
    static Optional<GivenFile> of(Db db, SessionKey session, String call) throws SQLException {
        return db
                .list(
                        "SELECT name, bytes FROM given_file WHERE call = ?"
                                + " AND session = (SELECT id FROM session WHERE sender = ? AND name = ?)",
                        row -> new GivenFile(row.getString(1), row.getBytes(2)),
                        call,
                        session.sender(),
                        session.name())
                .stream()
                .findFirst();
    }
}
