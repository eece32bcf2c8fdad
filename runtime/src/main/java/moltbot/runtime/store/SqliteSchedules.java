package moltbot.runtime.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import moltbot.contract.ContractException;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.json.JsonObject;
import moltbot.runtime.outbox.Wording;
import moltbot.runtime.schedule.Run;
import moltbot.runtime.schedule.Schedule;
import moltbot.runtime.schedule.Schedules;
import moltbot.runtime.schedule.When;
import moltbot.runtime.session.Kept;
import moltbot.runtime.session.SessionKey;
import moltbot.runtime.session.Transcripts.Accepted;
import moltbot.runtime.session.Transcripts.Announcement;

/// Schedules in SQLite, beside the conversations they come from and run in.
final class SqliteSchedules implements Schedules {
    private static final String CHANNEL = "schedule";
    private static final String COLUMNS =
            "id, sender, origin, session, text, rule, label, made_at, next_at, state, last";
    private static final String ORDER = " ORDER BY state = 'over', id";
    /// As many that are over are kept to be seen, of one sender.
    private static final int KEPT_OVER = 32;

    /// Who is told what, once it is on disk. They must be quick.
    ///
    /// @param begun  a run's turn
    /// @param told   what a conversation was told
    record News(Consumer<Accepted> begun, BiConsumer<SessionKey, List<Kept>> told) {}

    private final Writer writer;
    private final Readers readers;
    private final InstantSource clock;
    private final Supplier<News> news;
    private final Consumer<String> posted;

    /// @param posted  told the address of each letter
    SqliteSchedules(Writer writer, Readers readers, InstantSource clock, Supplier<News> news, Consumer<String> posted) {
        this.writer = writer;
        this.readers = readers;
        this.clock = clock;
        this.news = news;
        this.posted = posted;
    }

    private static Schedule read(ResultSet row) throws SQLException {
        long next = row.getLong(9);
        Optional<Instant> due = next == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(next));
        return new Schedule(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                When.fromJson(JsonObject.parse(row.getString(6))),
                Labels.parse(row.getString(7)),
                Instant.ofEpochMilli(row.getLong(8)),
                due,
                Schedule.State.valueOf(row.getString(10).toUpperCase(Locale.ROOT)),
                row.getString(11));
    }

    private static List<Schedule> some(Db db, String where, Object... values) throws SQLException {
        return db.list("SELECT " + COLUMNS + " FROM schedule " + where, SqliteSchedules::read, values);
    }

    static Optional<Schedule> one(Db db, long id) throws SQLException {
        return some(db, "WHERE id = ?", id).stream().findFirst();
    }

    @Override
    public Schedule make(Schedule wanted) {
        String rule = wanted.when().toJson().toString();
        long next = wanted.next().orElseThrow().toEpochMilli();
        return writer.write(
                db -> {
                    String same = "WHERE sender = ? AND session = ? AND state <> 'over'";
                    Optional<Schedule> before = some(db, same, wanted.sender(), wanted.session()).stream()
                            .findFirst();
                    if (before.isPresent()) {
                        return before.get();
                    }
                    requireRoom(db, wanted.sender());
                    db.update(
                            "INSERT INTO schedule (sender, origin, session, text, rule, label, made_at, next_at, state)"
                                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'active')",
                            wanted.sender(),
                            wanted.origin(),
                            wanted.session(),
                            wanted.text(),
                            rule,
                            wanted.label().toString(),
                            wanted.made().toEpochMilli(),
                            next);
                    db.update(
                            "DELETE FROM schedule WHERE sender = ? AND state = 'over' AND id NOT IN (SELECT id FROM"
                                    + " schedule WHERE sender = ? AND state = 'over' ORDER BY id DESC LIMIT "
                                    + KEPT_OVER + ") AND NOT EXISTS (SELECT 1 FROM schedule_run WHERE schedule ="
                                    + " schedule.id)",
                            wanted.sender(),
                            wanted.sender());
                    return some(db, same, wanted.sender(), wanted.session()).getFirst();
                },
                _ -> {});
    }

    private static void requireRoom(Db db, String sender) throws SQLException {
        if (db.number("SELECT count(*) FROM schedule WHERE state <> 'over' AND sender = ?", 0, sender) >= MAX_OF_SENDER
                || db.number("SELECT count(*) FROM schedule WHERE state <> 'over'", 0) >= MAX) {
            throw ContractException.refused(
                    "schedules-full",
                    "There are as many schedules as there may be, " + MAX_OF_SENDER + " of one person. Cancel some"
                            + " first.");
        }
    }

    @Override
    public List<Schedule> of(String sender) {
        return readers.read(db -> some(db, "WHERE sender = ?" + ORDER, sender));
    }

    @Override
    public List<Schedule> all() {
        return readers.read(db -> some(db, ORDER));
    }

    @Override
    public Optional<Schedule> find(long id) {
        return readers.read(db -> one(db, id));
    }

    @Override
    public Schedule pause(long id) {
        return change(
                id, db -> db.update("UPDATE schedule SET state = 'paused' WHERE id = ? AND state = 'active'", id));
    }

    @Override
    public Schedule resume(long id, Optional<Instant> next) {
        long time = next.map(Instant::toEpochMilli).orElse(0L);
        return change(
                id,
                db -> db.update(
                        "UPDATE schedule SET state = ?, next_at = ?, failures = 0 WHERE id = ? AND state = 'paused'",
                        time == 0 ? "over" : "active",
                        time,
                        id));
    }

    private Schedule change(long id, Writer.Work<Integer> change) {
        return writer.write(
                db -> {
                    change.run(db);
                    return one(db, id)
                            .orElseThrow(() -> ContractException.refused(
                                    "unknown-schedule", "There is no schedule of that number."));
                },
                _ -> {});
    }

    @Override
    public boolean delete(long id) {
        return writer.write(db -> db.update("DELETE FROM schedule WHERE id = ?", id) > 0, _ -> {});
    }

    @Override
    public List<Schedule> due(Instant now) {
        return readers.read(db -> some(
                db,
                "WHERE state = 'active' AND next_at <= ? AND NOT EXISTS (SELECT 1 FROM schedule_run WHERE"
                        + " schedule_run.schedule = schedule.id) ORDER BY next_at",
                now.toEpochMilli()));
    }

    @Override
    public Optional<Instant> next(Instant now) {
        long next = readers.read(db -> db.number(
                "SELECT next_at FROM schedule WHERE state = 'active' AND next_at > ? ORDER BY next_at LIMIT 1",
                -1,
                now.toEpochMilli()));
        return next < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(next));
    }

    @Override
    public void begin(Schedule due, Begin begin) {
        Instant time = due.next().orElseThrow();
        String turn = Run.turn(due.id(), time);
        InboundRows rows = InboundRows.ofHouse(
                new InboundMessage(turn, CHANNEL, due.sender(), due.session(), due.text()),
                turn,
                begin.said(),
                due.label(),
                begin.at().toEpochMilli());
        long next = begin.next().map(Instant::toEpochMilli).orElse(0L);
        writer.write(
                db -> {
                    // Paused, taken away or begun meanwhile: nothing is due any more.
                    if (db.update(
                                    "UPDATE schedule SET next_at = ?, state = ? WHERE id = ? AND next_at = ? AND state ="
                                            + " 'active'",
                                    next,
                                    next == 0 ? "over" : "active",
                                    due.id(),
                                    time.toEpochMilli())
                            == 0) {
                        return Optional.<Accepted>empty();
                    }
                    Accepted accepted = rows.write(db);
                    db.update(
                            "UPDATE session SET meanwhile = 'queue' WHERE sender = ? AND name = ? AND last_seq = 1",
                            due.sender(),
                            due.session());
                    db.update(
                            "INSERT INTO schedule_run (turn, schedule, due_at, began_at, missed) VALUES (?, ?, ?, ?, ?)",
                            turn,
                            due.id(),
                            time.toEpochMilli(),
                            begin.at().toEpochMilli(),
                            begin.missed());
                    return Optional.of(accepted);
                },
                begun -> begun.filter(accepted -> !accepted.duplicate())
                        .ifPresent(accepted -> news.get().begun().accept(accepted)));
    }

    @Override
    public List<Run> over() {
        return readers.read(RunRows::over);
    }

    @Override
    public void tell(Run run, String text) {
        Schedule schedule = run.schedule();
        SessionKey origin = new SessionKey(schedule.sender(), schedule.origin());
        NoticeRows notice = new NoticeRows(
                origin,
                Announcement.here(run.turn() + "-told", "", new ChatFact.Notice(Wording.SCHEDULED, text)),
                clock.millis());
        writer.write(
                db -> {
                    if (db.update("DELETE FROM schedule_run WHERE turn = ?", run.turn()) == 0) {
                        return new NoticeRows.Told(List.of(), List.of());
                    }
                    db.update(
                            "UPDATE schedule SET last = ?, failures = ? WHERE id = ?",
                            run.outcome() + ", due " + run.due(),
                            run.failed() ? run.failures() : 0,
                            schedule.id());
                    if (run.pauses()) {
                        db.update(
                                "UPDATE schedule SET state = 'paused' WHERE id = ? AND state = 'active'",
                                schedule.id());
                    }
                    return notice.write(db);
                },
                told -> {
                    if (!told.events().isEmpty()) {
                        news.get().told().accept(origin, told.events());
                    }
                    told.posted().forEach(posted);
                });
    }
}
