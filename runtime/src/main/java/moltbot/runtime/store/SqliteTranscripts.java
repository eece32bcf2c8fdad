package moltbot.runtime.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
import moltbot.runtime.workspace.Arrivals;
import moltbot.runtime.workspace.GivenFile;
import moltbot.runtime.workspace.Workspace;

/// Conversations in SQLite.
final class SqliteTranscripts implements Transcripts {
    private static final int PAGE_EVENTS = 200;
    private static final int MAX_SESSIONS = 200;

    private final Writer writer;
    private final Readers readers;
    private final InstantSource clock;
    private final Consumer<String> posted;
    private final Runnable over;

    /// @param posted  told the address of each letter that a step has posted, once it is on disk
    /// @param over    told that a turn is over, once that is on disk
    SqliteTranscripts(Writer writer, Readers readers, InstantSource clock, Consumer<String> posted, Runnable over) {
        this.writer = writer;
        this.readers = readers;
        this.clock = clock;
        this.posted = posted;
        this.over = over;
    }

    @Override
    public Accepted accept(InboundMessage message, Arrivals arrivals, String turn, Consumer<Accepted> committed) {
        InboundRows rows = InboundRows.of(message, arrivals, turn, clock.millis());
        return writer.write(rows::write, accepted -> {
            if (!accepted.duplicate()) {
                committed.accept(accepted);
            }
        });
    }

    @Override
    public Optional<Withdrawn> withdraw(String sender, String id, Consumer<Withdrawn> committed) {
        long at = clock.millis();
        return writer.write(db -> PastRows.withdraw(db, sender, id, at), withdrawn -> withdrawn.ifPresent(committed));
    }

    @Override
    public boolean isWithdrawn(Turn turn) {
        return readers.read(db -> PastRows.isWithdrawn(db, turn));
    }

    @Override
    public void tell(SessionKey session, Announcement what, Consumer<List<Kept>> committed) {
        NoticeRows rows = new NoticeRows(session, what, clock.millis());
        writer.write(rows::write, told -> {
            if (!told.events().isEmpty()) {
                committed.accept(told.events());
                told.posted().forEach(posted);
            }
        });
    }

    @Override
    public String address(SessionKey session) {
        return readers.read(db -> {
            Optional<long[]> row = StepRows.session(db, session);
            return row.isEmpty() ? "" : StepRows.address(db, row.get()[0]);
        });
    }

    @Override
    public void append(Turn turn, Step step, Consumer<List<Kept>> committed) {
        StepRows rows = new StepRows(turn, step, clock.millis());
        writer.write(rows::write, kept -> {
            committed.accept(kept);
            rows.posted().ifPresent(posted);
            if (step.outcome().isPresent() || !step.joined().isEmpty()) {
                over.run();
            }
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
                "SELECT name, updated_at, preview, meanwhile, model FROM session WHERE sender = ? AND last_seq > 0"
                        + " ORDER BY updated_at DESC, id DESC LIMIT " + MAX_SESSIONS,
                SqliteTranscripts::summary,
                sender));
    }

    @Override
    public List<GuestSummary> guests() {
        return readers.read(db -> db.list(
                "SELECT name, updated_at, preview, meanwhile, model, sender FROM session WHERE sender <> 'owner' AND last_seq > 0"
                        + " ORDER BY updated_at DESC, id DESC LIMIT " + MAX_SESSIONS,
                row -> new GuestSummary(row.getString(6), summary(row))));
    }

    private static Summary summary(ResultSet row) throws SQLException {
        return new Summary(
                row.getString(1), row.getLong(2), row.getString(3), choice(row.getString(4)), row.getString(5));
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
                    long[] row = InboundRows.session(db, session, at, "");
                    return db.update("UPDATE session SET meanwhile = ? WHERE id = ?", StepRows.word(meanwhile), row[0]);
                },
                _ -> {});
    }

    @Override
    public String model(SessionKey session) {
        return readers
                .read(db -> db.list(
                        "SELECT model FROM session WHERE sender = ? AND name = ?",
                        row -> row.getString(1),
                        session.sender(),
                        session.name()))
                .stream()
                .findFirst()
                .orElse("");
    }

    @Override
    public void choose(SessionKey session, String model) {
        long at = clock.millis();
        writer.write(
                db -> {
                    long[] row = InboundRows.session(db, session, at, "");
                    return db.update("UPDATE session SET model = ? WHERE id = ?", model, row[0]);
                },
                _ -> {});
    }

    @Override
    public void sumUp(SessionKey session, String turn, ChatFact.Notice notice, Consumer<Accepted> committed) {
        NoticeRows rows = new NoticeRows(session, Announcement.here("", "", notice), clock.millis());
        writer.write(db -> rows.sumUp(db, turn), accepted -> {
            if (!accepted.duplicate()) {
                committed.accept(accepted);
            }
        });
    }

    @Override
    public List<Turn> unfinished() {
        return readers.read(db -> db.list(
                "SELECT turn.id, session.sender, session.name, turn.seq, turn.kind = 'summary' FROM turn JOIN session"
                        + " ON session.id = turn.session WHERE turn.outcome IS NULL ORDER BY turn.session, turn.seq",
                row -> new Turn(
                        row.getString(1),
                        new SessionKey(row.getString(2), row.getString(3)),
                        row.getLong(4),
                        "",
                        true,
                        row.getBoolean(5))));
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
    public String wrote(Turn turn) {
        if (!turn.text().isEmpty()) {
            return turn.text();
        }
        return readers
                .read(db -> db.list(
                        "SELECT fact FROM event WHERE seq = ? AND type = 'user_message'"
                                + " AND session = (SELECT id FROM session WHERE sender = ? AND name = ?)",
                        row -> wrote((ChatFact.UserMessage)
                                ChatFact.fromJson("user_message", JsonObject.parse(row.getString(1)))),
                        turn.seq(),
                        turn.session().sender(),
                        turn.session().name()))
                .stream()
                .findFirst()
                .orElse("");
    }

    /// The words; where there are none, what came along.
    private static String wrote(ChatFact.UserMessage message) {
        return message.text().isBlank()
                ? String.join(
                        ", ",
                        message.files().stream().map(ChatFact.Received::path).toList())
                : message.text();
    }

    @Override
    public Progress progress(Turn turn) {
        return readers.read(db -> new Progress(
                db.list(
                        "SELECT step, origin, message FROM message"
                                + " WHERE session = (SELECT id FROM session WHERE sender = ? AND name = ?)"
                                + " AND turn_seq = ? ORDER BY step",
                        SqliteTranscripts::said,
                        turn.session().sender(),
                        turn.session().name(),
                        turn.seq()),
                marks(db, turn),
                parts(db, turn)));
    }

    private static Said said(ResultSet row) throws SQLException {
        return new Said(
                row.getInt(1),
                Origin.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                ModelMessage.fromJson(JsonObject.parse(row.getString(3))));
    }

    private static Map<String, List<Said>> parts(Db db, Turn turn) throws SQLException {
        Map<String, List<Said>> parts = new LinkedHashMap<>();
        for (String call :
                db.list("SELECT DISTINCT call FROM part WHERE turn = ?", row -> row.getString(1), turn.id())) {
            parts.put(
                    call,
                    db.list(
                            "SELECT step, origin, message FROM part WHERE turn = ? AND call = ? ORDER BY step",
                            SqliteTranscripts::said,
                            turn.id(),
                            call));
        }
        return parts;
    }

    private static Map<String, CallMark> marks(Db db, Turn turn) throws SQLException {
        Map<String, CallMark> marks = new HashMap<>();
        List<CallMark> rows = db.list(
                "SELECT id, state, approval, until FROM call WHERE turn = ?",
                row -> new CallMark(
                        row.getString(1),
                        CallMark.State.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                        row.getString(3),
                        row.getLong(4)),
                turn.id());
        rows.forEach(mark -> marks.put(mark.call(), mark));
        return marks;
    }

    @Override
    public Workspace workspace(SessionKey session) {
        return new SqliteWorkspace(readers, session);
    }

    @Override
    public Optional<GivenFile> given(SessionKey session, String call) {
        return readers.read(db -> FileRows.of(db, session, call));
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
