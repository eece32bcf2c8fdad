package moltbot.runtime.store;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.model.ModelMessage;
import moltbot.runtime.agent.Attachments;
import moltbot.runtime.agent.CallMark;
import moltbot.runtime.agent.Origin;
import moltbot.runtime.agent.Said;
import moltbot.runtime.agent.Step;
import moltbot.runtime.context.Past;
import moltbot.runtime.session.Kept;
import moltbot.runtime.session.Meanwhile;
import moltbot.runtime.session.SessionKey;
import moltbot.runtime.session.Transcripts;
import moltbot.runtime.session.Turn;
import moltbot.runtime.workspace.Workspace;

/// Conversations in SQLite.
final class SqliteTranscripts implements Transcripts {
    /// Most messages that may wait behind a running turn.
    static final int MAX_WAITING = 20;

    /// Most turns of one sender and of all that may be open, beside which the owner has always room.
    static final int MAX_OF_SENDER = 100;

    static final int MAX_OPEN = 1_000;

    private static final String OWNER = "owner";

    private static final int PAGE_EVENTS = 200;
    private static final int MAX_SESSIONS = 200;
    private static final int KEPT_TEXT_CHARS = 8 << 10;
    private static final int PREVIEW_CHARS = 120;

    private final Writer writer;
    private final Readers readers;
    private final InstantSource clock;
    private final Consumer<String> posted;

    /// @param posted  told the address of each letter that a step has posted, once it is on disk
    SqliteTranscripts(Writer writer, Readers readers, InstantSource clock, Consumer<String> posted) {
        this.writer = writer;
        this.readers = readers;
        this.clock = clock;
        this.posted = posted;
    }

    @Override
    public Accepted accept(InboundMessage message, String turn, Consumer<Accepted> committed) {
        ChatFact fact = new ChatFact.UserMessage(message.id(), message.channel(), message.text());
        String factJson = fact.toJson().toString();
        String saidJson = ModelMessage.user(heard(message)).toJson().toString();
        return writer.write(db -> accept(db, message, turn, factJson, saidJson), accepted -> {
            if (!accepted.duplicate()) {
                committed.accept(accepted);
            }
        });
    }

    /// What the model reads: who is not the owner is not taken for them.
    private static String heard(InboundMessage message) {
        return Labels.isOwner(message.sender())
                ? message.text()
                : "(Written through " + message.channel() + " by somebody your owner lets you talk to, who is not your"
                        + " owner.)\n" + message.text();
    }

    private Accepted accept(Db db, InboundMessage message, String turn, String fact, String said) throws SQLException {
        SessionKey key = new SessionKey(message.sender(), message.session());
        Optional<Accepted> before = before(db, message, key);
        if (before.isPresent()) {
            return before.get();
        }
        long at = clock.millis();
        requireRoom(db, key.sender());
        long[] session = session(db, key, at, message.text());
        long waiting = db.number("SELECT count(*) FROM turn WHERE session = ? AND outcome IS NULL", 0, session[0]);
        if (waiting > MAX_WAITING) {
            throw ContractException.refused(
                    "busy", "Too many messages wait in this conversation. This one was not taken; try again soon.");
        }
        long seq = session[1] + 1;
        Label label = message.channel().equals(InboundMessage.PROGRAM) ? Label.WORST : Labels.first(key);
        String type = "user_message";
        String origin = StepRows.word(Origin.OWNER);
        db.update("UPDATE session SET last_seq = ?, updated_at = ? WHERE id = ?", seq, at, session[0]);
        db.update("INSERT INTO turn (id, session, seq) VALUES (?, ?, ?)", turn, session[0], seq);
        db.update("INSERT INTO inbound (sender, id, turn) VALUES (?, ?, ?)", key.sender(), message.id(), turn);
        db.update(
                "INSERT INTO event (session, seq, turn, at, origin, type, fact) VALUES (?, ?, ?, ?, ?, ?, ?)",
                session[0],
                seq,
                turn,
                at,
                origin,
                type,
                fact);
        db.update(
                "INSERT INTO message (session, turn_seq, step, origin, message, label) VALUES (?, ?, 0, ?, ?, ?)",
                session[0],
                seq,
                origin,
                said,
                label.toString());
        if (!label.equals(Labels.first(key))) {
            db.update(
                    "UPDATE session SET label = ? WHERE id = ?",
                    Labels.read(db, session[0]).join(label).toString(),
                    session[0]);
        }
        if (!message.address().isEmpty()) {
            db.update("UPDATE session SET address = ? WHERE id = ?", message.address(), session[0]);
        }
        boolean asItIs = Labels.isOwner(message.sender()) && message.text().length() <= KEPT_TEXT_CHARS;
        String text = asItIs ? message.text() : "";
        return new Accepted(new Turn(turn, key, seq, text, false), false, Frames.kept(seq, turn, at, type, fact));
    }

    private static void requireRoom(Db db, String sender) throws SQLException {
        boolean owner = sender.equals(OWNER);
        long open = db.number("SELECT count(*) FROM turn WHERE outcome IS NULL", 0);
        long own = open < MAX_OF_SENDER
                ? 0
                : db.number(
                        "SELECT count(*) FROM turn JOIN session ON session.id = turn.session"
                                + " WHERE turn.outcome IS NULL AND session.sender = ?",
                        0,
                        sender);
        if (open >= (owner ? 2L : 1L) * MAX_OPEN || (!owner && own >= MAX_OF_SENDER)) {
            throw ContractException.refused(
                    "busy", "Too many messages wait for an answer. This one was not taken; try again soon.");
        }
    }

    private static Optional<Accepted> before(Db db, InboundMessage message, SessionKey key) throws SQLException {
        return db
                .list(
                        "SELECT turn.id, turn.seq FROM inbound JOIN turn ON turn.id = inbound.turn"
                                + " WHERE inbound.sender = ? AND inbound.id = ?",
                        row -> new Accepted(
                                new Turn(row.getString(1), key, row.getLong(2), "", true),
                                true,
                                new Kept(row.getLong(2), new byte[0])),
                        message.sender(),
                        message.id())
                .stream()
                .findFirst();
    }

    static long[] session(Db db, SessionKey key, long at, String text) throws SQLException {
        Optional<long[]> found = StepRows.session(db, key);
        if (found.isPresent()) {
            return found.get();
        }
        db.update(
                "INSERT INTO session (sender, name, last_seq, updated_at, preview, label) VALUES (?, ?, 0, ?, ?, ?)",
                key.sender(),
                key.name(),
                at,
                preview(text),
                Labels.first(key).toString());
        return StepRows.session(db, key).orElseThrow();
    }

    private static String preview(String text) {
        String line = text.substring(0, Math.min(text.length(), 4 * PREVIEW_CHARS))
                .strip()
                .replaceAll("\\s+", " ");
        if (line.length() <= PREVIEW_CHARS) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(PREVIEW_CHARS - 1)) ? PREVIEW_CHARS - 1 : PREVIEW_CHARS;
        return line.substring(0, end) + "…";
    }

    @Override
    public void tell(
            SessionKey session, String id, String title, ChatFact.Notice notice, Consumer<List<Kept>> committed) {
        NoticeRows rows = new NoticeRows(session, id, title, notice, clock.millis());
        writer.write(rows::write, kept -> {
            if (!kept.isEmpty()) {
                committed.accept(kept);
            }
        });
    }

    @Override
    public void append(Turn turn, Step step, Consumer<List<Kept>> committed) {
        StepRows rows = new StepRows(turn, step, clock.millis());
        writer.write(rows::write, kept -> {
            committed.accept(kept);
            rows.posted().ifPresent(posted);
        });
    }

    @Override
    public List<Kept> after(SessionKey session, long seq) {
        return readers.read(db -> db.list(
                "SELECT " + Frames.COLUMNS + " FROM event"
                        + " WHERE session = (SELECT id FROM session WHERE sender = ? AND name = ?) AND seq > ?"
                        + " ORDER BY seq LIMIT " + PAGE_EVENTS,
                Frames::read,
                session.sender(),
                session.name(),
                seq));
    }

    @Override
    public long latest(SessionKey session) {
        return readers.read(db -> db.number(
                "SELECT last_seq FROM session WHERE sender = ? AND name = ?", 0, session.sender(), session.name()));
    }

    @Override
    public List<Summary> sessions(String sender) {
        return readers.read(db -> db.list(
                "SELECT name, updated_at, preview, meanwhile FROM session WHERE sender = ? AND last_seq > 0"
                        + " ORDER BY updated_at DESC, id DESC LIMIT " + MAX_SESSIONS,
                row -> new Summary(row.getString(1), row.getLong(2), row.getString(3), choice(row.getString(4))),
                sender));
    }

    @Override
    public List<GuestSummary> guests() {
        return readers.read(db -> db.list(
                "SELECT sender, name, updated_at, preview, meanwhile FROM session WHERE sender <> 'owner' AND last_seq > 0"
                        + " ORDER BY updated_at DESC, id DESC LIMIT " + MAX_SESSIONS,
                row -> new GuestSummary(
                        row.getString(1),
                        new Summary(row.getString(2), row.getLong(3), row.getString(4), choice(row.getString(5))))));
    }

    private static Meanwhile choice(String word) {
        return Meanwhile.valueOf(word.toUpperCase(Locale.ROOT));
    }

    @Override
    public Label label(SessionKey session) {
        return readers
                .read(db -> db.list(
                        "SELECT label FROM session WHERE sender = ? AND name = ?",
                        row -> Labels.parse(row.getString(1)),
                        session.sender(),
                        session.name()))
                .stream()
                .findFirst()
                .orElse(Label.WORST);
    }

    @Override
    public Meanwhile meanwhile(SessionKey session) {
        return readers
                .read(db -> db.list(
                        "SELECT meanwhile FROM session WHERE sender = ? AND name = ?",
                        row -> choice(row.getString(1)),
                        session.sender(),
                        session.name()))
                .stream()
                .findFirst()
                .orElse(Meanwhile.STEER);
    }

    @Override
    public void choose(SessionKey session, Meanwhile meanwhile) {
        long at = clock.millis();
        writer.write(
                db -> {
                    long[] row = session(db, session, at, "");
                    return db.update("UPDATE session SET meanwhile = ? WHERE id = ?", StepRows.word(meanwhile), row[0]);
                },
                _ -> {});
    }

    @Override
    public List<Turn> unfinished() {
        return readers.read(db -> db.list(
                "SELECT turn.id, session.sender, session.name, turn.seq FROM turn JOIN session"
                        + " ON session.id = turn.session WHERE turn.outcome IS NULL ORDER BY turn.session, turn.seq",
                row -> new Turn(
                        row.getString(1),
                        new SessionKey(row.getString(2), row.getString(3)),
                        row.getLong(4),
                        "",
                        true)));
    }

    @Override
    public Past past(Turn turn) {
        return readers.read(db -> PastRows.read(db, turn));
    }

    @Override
    public List<String> approvals(SessionKey session, long from, long to) {
        return readers.read(db -> PastRows.approvals(db, session, from, to));
    }

    @Override
    public Progress progress(Turn turn) {
        return readers.read(db -> new Progress(
                db.list(
                        "SELECT step, origin, message FROM message"
                                + " WHERE session = (SELECT id FROM session WHERE sender = ? AND name = ?)"
                                + " AND turn_seq = ? ORDER BY step",
                        row -> new Said(
                                row.getInt(1),
                                Origin.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                                ModelMessage.fromJson(JsonObject.parse(row.getString(3)))),
                        turn.session().sender(),
                        turn.session().name(),
                        turn.seq()),
                marks(db, turn)));
    }

    private static Map<String, CallMark> marks(Db db, Turn turn) throws SQLException {
        Map<String, CallMark> marks = new HashMap<>();
        List<CallMark> rows = db.list(
                "SELECT id, state, approval FROM call WHERE turn = ?",
                row -> new CallMark(
                        row.getString(1),
                        CallMark.State.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                        row.getString(3)),
                turn.id());
        rows.forEach(mark -> marks.put(mark.call(), mark));
        return marks;
    }

    @Override
    public Workspace workspace(SessionKey session) {
        return new SqliteWorkspace(readers, session);
    }

    @Override
    public Attachments attachments(SessionKey session) {
        return sha256 -> readers.read(db -> db
                .list(
                        "SELECT bytes FROM attachment WHERE sha256 = ?"
                                + " AND session = (SELECT id FROM session WHERE sender = ? AND name = ?)",
                        row -> row.getBytes(1),
                        sha256,
                        session.sender(),
                        session.name())
                .stream()
                .findFirst());
    }
}
