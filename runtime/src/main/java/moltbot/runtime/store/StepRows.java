package moltbot.runtime.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.channel.Address;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.runtime.agent.CallMark;
import moltbot.runtime.agent.Origin;
import moltbot.runtime.agent.Said;
import moltbot.runtime.agent.Step;
import moltbot.runtime.outbox.Letter;
import moltbot.runtime.outbox.Wording;
import moltbot.runtime.session.Kept;
import moltbot.runtime.session.SessionKey;
import moltbot.runtime.session.Turn;
import moltbot.runtime.workspace.WorkspaceChange;
import moltbot.runtime.workspace.WorkspaceChange.Put;
import moltbot.runtime.workspace.WorkspaceFile;

/// Writes steps as rows. What must be turned into JSON is, before the writer's thread is asked for.
final class StepRows {
    private record FactRow(String turn, String origin, ChatFact fact, String json) {
        static FactRow of(String turn, Origin origin, ChatFact fact) {
            return new FactRow(turn, word(origin), fact, fact.toJson().toString());
        }

        String type() {
            return fact.type();
        }
    }

    private record SaidRow(int step, String origin, String json) {}

    private final Turn turn;
    private final long at;
    private final Step step;
    private final List<FactRow> facts = new ArrayList<>();
    private final List<SaidRow> said = new ArrayList<>();
    private Optional<String> posted = Optional.empty();

    StepRows(Turn turn, Step step, long at) {
        this.turn = turn;
        this.at = at;
        this.step = step;
        step.joined().forEach(one -> facts.add(FactRow.of(one, Origin.HOUSE, new ChatFact.TurnJoined(turn.id()))));
        step.facts().forEach(entry -> facts.add(FactRow.of(turn.id(), entry.origin(), entry.fact())));
        for (Said one : step.said()) {
            said.add(new SaidRow(
                    one.step(), word(one.origin()), one.message().toJson().toString()));
        }
    }

    /// The address that this step posted letters to.
    Optional<String> posted() {
        return posted;
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /// The id and last number of a session; empty where it has none.
    static Optional<long[]> session(Db db, SessionKey key) throws SQLException {
        List<long[]> found = db.list(
                "SELECT id, last_seq FROM session WHERE sender = ? AND name = ?",
                row -> new long[] {row.getLong(1), row.getLong(2)},
                key.sender(),
                key.name());
        return found.stream().findFirst();
    }

    List<Kept> write(Db db) throws SQLException {
        long[] session = session(db, turn.session()).orElseThrow(() -> new IllegalStateException("No such session."));
        if (db.number("SELECT 1 FROM turn WHERE id = ? AND outcome IS NULL", 0, turn.id()) == 0) {
            throw new ContractException(Code.REFUSED, "turn-over", "That turn is over.");
        }
        for (String joined : step.joined()) {
            join(db, session[0], joined);
        }
        List<Kept> kept = events(db, session[0], session[1]);
        if (step.part().isEmpty()) {
            messages(db, session[0]);
            forgetWithdrawn(db, session[0]);
        } else {
            parts(db);
        }
        if (!step.label().equals(Label.OWNERS)) {
            label(db, session[0]);
        }
        for (CallMark mark : step.marks()) {
            db.update(
                    "INSERT INTO call (turn, id, state, approval, until) VALUES (?, ?, ?, ?, ?) ON CONFLICT (turn, id)"
                            + " DO UPDATE SET state = excluded.state, approval = excluded.approval,"
                            + " until = excluded.until",
                    turn.id(),
                    mark.call(),
                    word(mark.state()),
                    mark.approval(),
                    mark.until());
        }
        if (step.digest().isPresent()) {
            PastRows.write(db, session[0], step.digest().get(), at);
        }
        change(db, session[0], step.change());
        FileRows.show(db, session[0], step.attachments());
        if (step.outcome().isPresent()) {
            db.update("UPDATE turn SET outcome = ? WHERE id = ?", step.outcome().get(), turn.id());
            db.update("DELETE FROM part WHERE turn = ?", turn.id());
        }
        return kept;
    }

    private void messages(Db db, long session) throws SQLException {
        for (SaidRow row : said) {
            db.update(
                    "INSERT INTO message (session, turn_seq, step, origin, message, label) VALUES (?, ?, ?, ?, ?, ?)",
                    session,
                    turn.seq(),
                    row.step(),
                    row.origin(),
                    row.json(),
                    step.label().toString());
        }
    }

    /// Only a turn that runs has sub-agents: what people saw of them stays, what they read and said does not.
    private void parts(Db db) throws SQLException {
        for (SaidRow row : said) {
            db.update(
                    "INSERT INTO part (turn, call, step, origin, message) VALUES (?, ?, ?, ?, ?)",
                    turn.id(),
                    step.part(),
                    row.step(),
                    row.origin(),
                    row.json());
        }
    }

    private void label(Db db, long session) throws SQLException {
        Label before = Labels.read(db, session);
        db.update(
                "UPDATE session SET label = ? WHERE id = ?",
                before.join(step.label()).toString(),
                session);
    }

    /// What was taken back in the moment in which it joined is not said here either.
    private void forgetWithdrawn(Db db, long session) throws SQLException {
        for (String joined : step.joined()) {
            Turn other = new Turn(
                    joined, turn.session(), db.number("SELECT seq FROM turn WHERE id = ?", 0, joined), "", true);
            if (PastRows.isWithdrawn(db, other)) {
                Optional<String> _ = PastRows.forget(db, session, other);
            }
        }
    }

    /// What began that turn is said in this one instead.
    private static void join(Db db, long session, String joined) throws SQLException {
        if (db.update(
                        "UPDATE turn SET outcome = 'joined' WHERE id = ? AND session = ? AND outcome IS NULL",
                        joined,
                        session)
                != 1) {
            throw new IllegalStateException("A turn that is over cannot join another.");
        }
        db.update(
                "DELETE FROM message WHERE session = ? AND turn_seq = (SELECT seq FROM turn WHERE id = ?)",
                session,
                joined);
    }

    private List<Kept> events(Db db, long session, long last) throws SQLException {
        List<FactRow> rows = new ArrayList<>();
        if (step.once().isPresent()
                && db.update(
                                "INSERT INTO told (session, code) VALUES (?, ?) ON CONFLICT DO NOTHING",
                                session,
                                step.once().get().code())
                        > 0) {
            rows.add(FactRow.of(turn.id(), Origin.HOUSE, step.once().get()));
        }
        rows.addAll(facts);
        List<Kept> kept = new ArrayList<>(rows.size());
        long seq = last;
        for (FactRow row : rows) {
            seq++;
            db.update(
                    "INSERT INTO event (session, seq, turn, at, origin, type, fact) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    session,
                    seq,
                    row.turn(),
                    at,
                    row.origin(),
                    row.type(),
                    row.json());
            kept.add(Frames.kept(seq, row.turn(), at, row.type(), row.json()));
        }
        if (seq > last) {
            db.update("UPDATE session SET last_seq = ?, updated_at = ? WHERE id = ?", seq, at, session);
        }
        post(db, session, last, rows);
        return kept;
    }

    /// What is said in a messenger is posted with the step that says it.
    private void post(Db db, long session, long last, List<FactRow> rows) throws SQLException {
        String address = address(db, session);
        posted = Optional.empty();
        for (FactRow row : rows) {
            if (row.fact() instanceof ChatFact.FileGiven given) {
                FileRows.keep(db, session, given);
            }
        }
        if (address.isEmpty()) {
            postQuestions(db, rows);
            return;
        }
        boolean owner = Labels.isOwner(turn.session().sender());
        String answered = "";
        for (FactRow row : rows) {
            if (row.fact() instanceof ChatFact.FileGiven given) {
                FileRows.post(db, address, session, given, at);
                posted = Optional.of(address);
            }
            Optional<Letter.Body> text =
                    isPutThere(row.fact(), address) ? Optional.empty() : Wording.of(row.fact(), owner);
            if (text.isPresent()) {
                boolean first = answered.isEmpty() && answers(row.fact());
                answered = first ? Answered.by(db, session, turn, address, last) : answered;
                Letter.Body body = first ? text.get().to(answered) : text.get();
                boolean said = row.fact() instanceof ChatFact.AssistantText;
                SqliteOutbox.post(db, address, said ? body.of(turn.id()) : body, at);
                posted = Optional.of(address);
            }
        }
    }

    /// Whether control puts that question itself where the owner is answered, with what they can answer it by.
    private boolean isPutThere(ChatFact fact, String address) {
        String name = turn.session().name();
        return fact instanceof ChatFact.ApprovalAsked
                && Labels.isOwner(turn.session().sender())
                && (name.equals(address) || name.startsWith(address + "-"));
    }

    private static boolean answers(ChatFact fact) {
        return fact instanceof ChatFact.AssistantText || fact instanceof ChatFact.QuestionAsked;
    }

    /// A scheduled run speaks at its end only, but where it must ask, it asks where it was asked for.
    private void postQuestions(Db db, List<FactRow> rows) throws SQLException {
        boolean owner = Labels.isOwner(turn.session().sender());
        for (FactRow row : rows) {
            if (row.fact() instanceof ChatFact.ApprovalAsked) {
                Optional<String> address = RunRows.address(db, turn.id());
                Optional<Letter.Body> text = Wording.of(row.fact(), owner);
                if (address.isPresent() && text.isPresent()) {
                    SqliteOutbox.post(db, address.get(), text.get(), at);
                    posted = address;
                }
            }
        }
    }

    /// Where in a messenger a conversation is answered; empty where it is read where it is kept.
    static String address(Db db, long session) throws SQLException {
        return db.list("SELECT address FROM session WHERE id = ?", row -> row.getString(1), session)
                .getFirst();
    }

    private static void change(Db db, long session, WorkspaceChange change) throws SQLException {
        for (String path : change.removals()) {
            db.update("DELETE FROM workspace_file WHERE session = ? AND path = ?", session, path);
        }
        for (Put put : change.puts()) {
            WorkspaceFile file = put.file();
            db.update(
                    "INSERT INTO workspace_file (session, path, mode, sha256, size, bytes) VALUES (?, ?, ?, ?, ?, ?)"
                            + " ON CONFLICT (session, path) DO UPDATE SET mode = excluded.mode,"
                            + " sha256 = excluded.sha256, size = excluded.size, bytes = excluded.bytes",
                    session,
                    file.path(),
                    file.mode(),
                    file.sha256(),
                    file.size(),
                    bytes(put));
        }
    }

    private static byte[] bytes(Put put) {
        try {
            return put.source().read();
        } catch (IOException e) {
            throw new ContractException(Code.REFUSED, "storage", "A temporary file could not be read.");
        }
    }

    /// Which message an answer is shown with: in a group, where others write, too, and wherever the next message is
    /// there already. Elsewhere it is clear what it answers.
    private static final class Answered {
        private Answered() {}

        /// The id that its messenger gave it; empty where it need not be shown, as for all that a turn says after its
        /// first answer.
        ///
        /// @param last  the number of the conversation's last event before what is being said
        static String by(Db db, long session, Turn turn, String address, long last) throws SQLException {
            // What was said to a program is told to somebody who never saw what it called with.
            boolean called = turn.session().sender().startsWith(Address.WEBHOOK + ".");
            if (called || (!isGroup(turn, address) && isLast(db, session, turn))) {
                return "";
            }
            boolean before = db.number(
                            "SELECT count(*) FROM event WHERE session = ? AND seq BETWEEN ? AND ? AND turn = ? AND type IN"
                                    + " ('assistant_text', 'question_asked')",
                            0,
                            session,
                            turn.seq(),
                            last,
                            turn.id())
                    > 0;
            return before ? "" : message(db, session, turn);
        }

        /// Who writes directly is answered at an address that is their own name, or is the owner.
        private static boolean isGroup(Turn turn, String address) {
            String sender = turn.session().sender();
            return !Labels.isOwner(sender) && !sender.equals(address);
        }

        private static boolean isLast(Db db, long session, Turn turn) throws SQLException {
            return db.number(
                            "SELECT count(*) FROM turn WHERE session = ? AND seq > ? AND outcome IS NULL",
                            0,
                            session,
                            turn.seq())
                    == 0;
        }

        private static String message(Db db, long session, Turn turn) throws SQLException {
            return db
                    .list(
                            "SELECT fact FROM event WHERE session = ? AND seq = ? AND type = 'user_message'",
                            row -> JsonObject.parse(row.getString(1)),
                            session,
                            turn.seq())
                    .stream()
                    .map(fact -> ChatFact.fromJson("user_message", fact))
                    .map(fact -> ((ChatFact.UserMessage) fact).id())
                    .findFirst()
                    .orElse("");
        }
    }
}
