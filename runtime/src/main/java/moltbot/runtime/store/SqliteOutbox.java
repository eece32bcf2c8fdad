package moltbot.runtime.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.json.JsonObject;
import moltbot.runtime.outbox.Letter;
import moltbot.runtime.outbox.LetterNews;
import moltbot.runtime.outbox.Outbox;

/// Letters in SQLite, beside the conversations they come from.
final class SqliteOutbox implements Outbox {
    private static final String OPEN = "state IN ('waiting', 'sending')";
    private static final String COLUMNS =
            "id, address, text, markdown, parts, tries, made_at, once, state, file IS NOT NULL, answers, turn, replies";
    private static final int MOST_SHOWN = 500;

    private final Writer writer;
    private final Readers readers;
    private final InstantSource clock;
    private final LetterNews news;

    /// @param news  told of each change
    SqliteOutbox(Writer writer, Readers readers, InstantSource clock, LetterNews news) {
        this.news = news;
        this.writer = writer;
        this.readers = readers;
        this.clock = clock;
    }

    /// Part of the step that says it: both are on disk, or neither.
    static void post(Db db, String address, Letter.Body body, long at) throws SQLException {
        db.update(
                "INSERT INTO letter (address, text, markdown, answers, turn, replies, state, made_at, next_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?, ?)",
                address,
                body.text(),
                body.markdown() ? 1 : 0,
                body.answers(),
                body.turn(),
                body.replies().isEmpty()
                        ? ""
                        : QuickReply.toJson(body.replies()).toString(),
                at,
                at);
    }

    @Override
    public List<String> addresses() {
        return readers.read(
                db -> db.list("SELECT DISTINCT address FROM letter WHERE " + OPEN, row -> row.getString(1)));
    }

    @Override
    public Optional<Due> first(String address) {
        return readers
                .read(db -> db.list(
                        "SELECT " + COLUMNS + ", next_at FROM letter WHERE address = ? AND " + OPEN
                                + " ORDER BY id LIMIT 1",
                        row -> new Due(letter(row), row.getLong(14)),
                        address))
                .stream()
                .findFirst();
    }

    private static Letter letter(ResultSet row) throws SQLException {
        Letter.Body body = new Letter.Body(
                row.getString(3),
                row.getBoolean(4),
                row.getBoolean(10),
                row.getString(11),
                row.getString(12),
                replies(row.getString(13)));
        return new Letter(
                row.getLong(1),
                row.getString(2),
                body,
                row.getInt(5),
                row.getInt(6),
                row.getLong(7),
                row.getBoolean(8),
                row.getString(9).equals("sending"));
    }

    private static List<QuickReply> replies(String kept) {
        return kept.isEmpty()
                ? List.of()
                : QuickReply.listFrom(
                        JsonObject.parse("{\"replies\":" + kept + "}").list("replies"));
    }

    @Override
    public void sending(Letter letter) {
        change("UPDATE letter SET state = 'sending', tries = tries + 1 WHERE id = ? AND " + OPEN, letter.id());
    }

    @Override
    public void progress(long id, int parts) {
        change("UPDATE letter SET parts = ? WHERE id = ?", parts, id);
    }

    @Override
    public void sent(long id) {
        change("UPDATE letter SET state = 'sent', text = '', replies = '', why = '' WHERE id = ?", id);
    }

    @Override
    public void again(long id, long from, String why) {
        change("UPDATE letter SET state = 'waiting', next_at = ?, why = ? WHERE id = ?", from, why, id);
    }

    @Override
    public void dead(long id, String why) {
        change("UPDATE letter SET state = 'dead', why = ? WHERE id = ?", why, id);
    }

    @Override
    public void doubtful(long id, String why) {
        change("UPDATE letter SET state = 'dead', doubt = 1, why = ? WHERE id = ?", why, id);
    }

    private int change(String sql, Object... values) {
        return writer.write(db -> db.update(sql, values), _ -> news.changed());
    }

    @Override
    public List<Line> lines() {
        return readers.read(db -> db.list(
                "SELECT " + COLUMNS + ", next_at, why FROM letter WHERE state <> 'sent' ORDER BY id LIMIT "
                        + MOST_SHOWN,
                row -> new Line(letter(row), row.getString(9), row.getLong(14), row.getString(15))));
    }

    @Override
    public long sentSoFar() {
        return readers.read(db -> db.number("SELECT count(*) FROM letter WHERE state = 'sent'", 0));
    }

    @Override
    public Optional<String> resend(long id) {
        long now = clock.millis();
        int changed = change(
                "UPDATE letter SET state = 'waiting', tries = 0, doubt = 0, why = '', next_at = ?, made_at = ? WHERE id = ? AND state ="
                        + " 'dead'",
                now,
                now,
                id);
        return changed == 0
                ? Optional.empty()
                : readers
                        .read(db -> db.list("SELECT address FROM letter WHERE id = ?", row -> row.getString(1), id))
                        .stream()
                        .findFirst();
    }

    @Override
    public boolean drop(long id) {
        return change("DELETE FROM letter WHERE id = ? AND state = 'dead'", id) > 0;
    }
}
