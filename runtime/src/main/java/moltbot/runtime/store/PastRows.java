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
import moltbot.contract.model.ModelMessage;
import moltbot.runtime.agent.Conversation;
import moltbot.runtime.context.Digest;
import moltbot.runtime.context.Past;
import moltbot.runtime.context.PastTurn;
import moltbot.runtime.session.SessionKey;
import moltbot.runtime.session.Turn;

/// Reads the digest of a conversation and the whole turns since, and writes a new one. However old a conversation is,
/// no more is read than a model may see.
final class PastRows {
    private record Row(long turn, int step, String json) {}

    /// Rows hold a turn's results whole, of which a model is shown less.
    private static final int MAX_CHARS = 4 * Conversation.MAX_WEIGHT;

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
