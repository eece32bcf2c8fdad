package moltbot.runtime.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;
import moltbot.runtime.agent.Conversation;
import moltbot.runtime.agent.Origin;
import moltbot.runtime.context.Digest;
import moltbot.runtime.context.Past;
import moltbot.runtime.context.PastTurn;
import moltbot.runtime.outbox.Wording;
import moltbot.runtime.session.Kept;
import moltbot.runtime.session.SessionKey;
import moltbot.runtime.session.Transcripts.Announcement;
import moltbot.runtime.session.Transcripts.Withdrawn;
import moltbot.runtime.session.Turn;

/// Reads the digest of a conversation and the whole turns since, and writes a new one. However old a conversation is,
/// no more is read than a model may see.
final class PastRows {
    private record Row(long turn, int step, String json) {}

    /// Rows hold a turn's results whole, of which a model is shown less.
    private static final int MAX_CHARS = 4 * Conversation.MAX_WEIGHT;

    private static final ModelMessage GONE = ModelMessage.user(
            "(Whoever wrote this took it back, so it is not shown to you. Say nothing about it unless you are asked.)");
    private static final ChatFact.Notice TAKEN_BACK = new ChatFact.Notice(
            Wording.TAKEN_BACK,
            "Whoever wrote this took it back in their messenger, so no model is shown this message from here on. It is"
                    + " kept here for you, as are files that came with it and what was answered or done.");

    private static final String MINE = "session = (SELECT id FROM session WHERE sender = ? AND name = ?)";

    private PastRows() {}

    static Past read(Db db, Turn before) throws SQLException {
        SessionKey session = before.session();
        Optional<Digest> digest = db
                .list(
                        "SELECT upto, digest FROM digest WHERE " + MINE + " AND upto < ? ORDER BY upto DESC LIMIT 1",
                        row -> Digest.fromJson(row.getLong(1), JsonObject.parse(row.getString(2))),
                        session.sender(),
                        session.name(),
                        before.seq())
                .stream()
                .findFirst();
        List<Row> rows = db.list(
                "SELECT turn_seq, step, message FROM message WHERE " + MINE + " AND turn_seq < ? AND turn_seq > ?"
                        + " ORDER BY turn_seq DESC, step DESC LIMIT " + Conversation.MAX_MESSAGES,
                row -> new Row(row.getLong(1), row.getInt(2), row.getString(3)),
                session.sender(),
                session.name(),
                before.seq(),
                digest.map(Digest::upto).orElse(0L));
        return new Past(digest, turns(rows)).within(Conversation.MAX_MESSAGES, Conversation.MAX_WEIGHT);
    }

    private static List<PastTurn> turns(List<Row> newestFirst) {
        List<PastTurn> turns = new ArrayList<>();
        List<ModelMessage> current = new ArrayList<>();
        int chars = 0;
        for (Row row : newestFirst) {
            chars += row.json().length();
            if (chars > MAX_CHARS) {
                break;
            }
            current.add(ModelMessage.fromJson(JsonObject.parse(row.json())));
            if (row.step() == 0) {
                Collections.reverse(current);
                turns.add(PastTurn.of(row.turn(), current));
                current.clear();
            }
        }
        Collections.reverse(turns);
        return turns;
    }

    /// Has no model be shown any more what somebody wrote and took back; people still see it, and that. Empty where it
    /// is not there, or was taken back before.
    static Optional<Withdrawn> withdraw(Db db, String sender, String id, long at) throws SQLException {
        Optional<Turn> found = db
                .list(
                        "SELECT turn.id, session.name, turn.seq FROM inbound JOIN turn ON turn.id = inbound.turn"
                                + " JOIN session ON session.id = turn.session"
                                + " WHERE inbound.sender = ? AND inbound.id = ?",
                        row -> new Turn(
                                row.getString(1), new SessionKey(sender, row.getString(2)), row.getLong(3), "", true),
                        sender,
                        id)
                .stream()
                .findFirst();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Turn turn = found.get();
        long[] session = StepRows.session(db, turn.session()).orElseThrow();
        Optional<String> fact = fact(db, session[0], turn, "user_message");
        if (fact.isEmpty() || isWithdrawn(db, turn)) {
            return Optional.empty();
        }
        Optional<String> into = forget(db, session[0], turn);
        NoticeRows notice = new NoticeRows(turn.session(), Announcement.here("", "", TAKEN_BACK), at);
        Kept event = notice.keep(db, session[0], session[1] + 1, turn.id(), TAKEN_BACK);
        db.update("UPDATE session SET last_seq = ?, updated_at = ? WHERE id = ?", session[1] + 1, at, session[0]);
        return Optional.of(new Withdrawn(turn, into, event));
    }

    /// Whether what began a turn was taken back.
    static boolean isWithdrawn(Db db, Turn turn) throws SQLException {
        return db.number(
                        "SELECT count(*) FROM event WHERE " + MINE + " AND seq > ? AND turn = ? AND type = 'notice'"
                                + " AND fact ->> 'code' = ?",
                        0,
                        turn.session().sender(),
                        turn.session().name(),
                        turn.seq(),
                        turn.id(),
                        Wording.TAKEN_BACK)
                > 0;
    }

    private static Optional<String> fact(Db db, long session, Turn turn, String type) throws SQLException {
        return db
                .list(
                        "SELECT fact FROM event WHERE session = ? AND seq >= ? AND turn = ? AND type = ? LIMIT 1",
                        row -> row.getString(1),
                        session,
                        turn.seq(),
                        turn.id(),
                        type)
                .stream()
                .findFirst();
    }

    /// It stands at the beginning of its own turn, or where it joined another, within that.
    ///
    /// @return the turn that it joined
    static Optional<String> forget(Db db, long session, Turn turn) throws SQLException {
        String gone = GONE.toJson().toString();
        int own = db.update(
                "UPDATE message SET message = ? WHERE session = ? AND turn_seq = ? AND step = 0",
                gone,
                session,
                turn.seq());
        Optional<String> joined = own > 0 ? Optional.empty() : fact(db, session, turn, "turn_joined");
        Optional<String> fact = fact(db, session, turn, "user_message");
        if (joined.isEmpty() || fact.isEmpty()) {
            return Optional.empty();
        }
        String into = JsonObject.parse(joined.get()).text("into");
        ChatFact.UserMessage message =
                (ChatFact.UserMessage) ChatFact.fromJson("user_message", JsonObject.parse(fact.get()));
        String heard = InboundRows.heard(message.channel(), turn.session().sender(), message.text());
        List<Row> rows = db.list(
                "SELECT turn_seq, step, message FROM message WHERE session = ? AND turn_seq = ? AND step > 0"
                        + " AND origin = ? ORDER BY step",
                row -> new Row(row.getLong(1), row.getInt(2), row.getString(3)),
                session,
                db.number("SELECT seq FROM turn WHERE id = ?", 0, into),
                StepRows.word(Origin.OWNER));
        for (Row row : rows) {
            if (says(ModelMessage.fromJson(JsonObject.parse(row.json())), heard, message.files())) {
                db.update(
                        "UPDATE message SET message = ? WHERE session = ? AND turn_seq = ? AND step = ?",
                        gone,
                        session,
                        row.turn(),
                        row.step());
                break;
            }
        }
        return Optional.of(into);
    }

    /// Words with files say more than the words: which files they are.
    private static boolean says(ModelMessage message, String heard, List<ChatFact.Received> files) {
        return message.content().stream()
                .anyMatch(part -> part instanceof Content.Text(String text)
                        && (files.isEmpty()
                                ? text.equals(heard)
                                : text.startsWith(heard)
                                        && files.stream().allMatch(file -> text.contains(file.path()))));
    }

    /// Keeps a digest with the label of all that it stands for.
    static void write(Db db, long session, Digest digest, long at) throws SQLException {
        Label label = Label.OWNERS;
        for (String words : db.list(
                "SELECT DISTINCT label FROM message WHERE session = ?1 AND turn_seq <= ?2 AND turn_seq > coalesce("
                        + "(SELECT max(upto) FROM digest WHERE session = ?1), 0)"
                        + " UNION SELECT label FROM digest WHERE session = ?1"
                        + " AND upto = (SELECT max(upto) FROM digest WHERE session = ?1)",
                row -> row.getString(1),
                session,
                digest.upto())) {
            label = label.join(Labels.parse(words));
        }
        db.update(
                "INSERT INTO digest (session, upto, at, label, digest) VALUES (?, ?, ?, ?, ?)",
                session,
                digest.upto(),
                at,
                label.toString(),
                digest.toJson().toString());
    }

    /// What a person was asked in the turns of these events, and said, one line each.
    static List<String> approvals(Db db, SessionKey session, long from, long to) throws SQLException {
        return db.list(
                "SELECT answered.fact, asked.fact FROM event answered JOIN event asked ON asked.session ="
                        + " answered.session AND asked.seq BETWEEN ?3 AND answered.seq AND asked.turn = answered.turn"
                        + " AND asked.type = 'approval_asked'"
                        + " AND asked.fact ->> 'approval' = answered.fact ->> 'approval'"
                        + " WHERE answered.session = (SELECT id FROM session WHERE sender = ?1 AND name = ?2)"
                        + " AND answered.seq >= ?3 AND answered.type = 'approval_answered' AND answered.turn IN"
                        + " (SELECT turn FROM event WHERE session = answered.session AND seq BETWEEN ?3 AND ?4)"
                        + " ORDER BY answered.seq",
                row -> line(JsonObject.parse(row.getString(1)), JsonObject.parse(row.getString(2))),
                session.sender(),
                session.name(),
                from,
                to);
    }

    private static String line(JsonObject answered, JsonObject asked) {
        ChatFact.ApprovalAsked question = (ChatFact.ApprovalAsked) ChatFact.fromJson("approval_asked", asked);
        return answered.text("decision").toLowerCase(Locale.ROOT) + ": " + question.why() + " " + question.shows();
    }
}
