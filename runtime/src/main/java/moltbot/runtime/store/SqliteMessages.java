package moltbot.runtime.store;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.seal.Seal;
import moltbot.runtime.outbox.LetterNews;
import moltbot.runtime.person.Messages;

/// Messages to others in SQLite: each a letter in the outbox, and who wanted it.
final class SqliteMessages implements Messages {
    private static final Duration DAY = Duration.ofDays(1);
    private static final int MOST_SHOWN = 8;
    private static final String KEPT = "SELECT errand.letter, errand.recipient, letter.state, letter.doubt, letter.why,"
            + " letter.tries FROM errand LEFT JOIN letter ON letter.id = errand.letter";

    private final Writer writer;
    private final Readers readers;
    private final InstantSource clock;
    private final LetterNews news;
    private final Consumer<String> posted;

    /// @param posted  told the address of each, once it is on disk
    SqliteMessages(Writer writer, Readers readers, InstantSource clock, LetterNews news, Consumer<String> posted) {
        this.writer = writer;
        this.readers = readers;
        this.clock = clock;
        this.news = news;
        this.posted = posted;
    }

    @Override
    public Kept post(Wanted wanted) {
        long at = clock.millis();
        return writer.write(db -> write(db, wanted, at), _ -> posted.accept(wanted.to()));
    }

    private static Kept write(Db db, Wanted wanted, long at) throws SQLException {
        Optional<Kept> before = find(db, wanted.call());
        if (before.isPresent()) {
            return before.get();
        }
        String turn = wanted.call().replaceFirst("-[0-9]+-[0-9]+$", "");
        String digest = Seal.sha256Hex(wanted.text().getBytes(StandardCharsets.UTF_8));
        requireFew(db, turn, at);
        requireNew(db, wanted.to(), digest);
        db.update(
                "INSERT INTO letter (address, text, state, made_at, next_at, once) VALUES (?, ?, 'waiting', ?, ?, 1)",
                wanted.to(),
                wanted.text(),
                at,
                at);
        long letter = db.number("SELECT last_insert_rowid()", 0);
        db.update(
                "INSERT INTO errand (call, turn, session, letter, address, recipient, sha256, at) VALUES (?, ?,"
                        + " (SELECT id FROM session WHERE sender = ? AND name = ?), ?, ?, ?, ?, ?)",
                wanted.call(),
                turn,
                wanted.sender(),
                wanted.session(),
                letter,
                wanted.to(),
                wanted.recipient(),
                digest,
                at);
        return new Kept(letter, wanted.recipient(), State.QUEUED, "");
    }

    private static void requireFew(Db db, String turn, long at) throws SQLException {
        if (db.number("SELECT count(*) FROM errand WHERE turn = ?", 0, turn) >= MAX_OF_TURN) {
            throw ContractException.refused(
                    "too-many",
                    "This was not sent: " + MAX_OF_TURN + " messages are the most before the person writes again.");
        }
        if (db.number("SELECT count(*) FROM errand WHERE at > ?", 0, at - DAY.toMillis()) >= MAX_OF_DAY) {
            throw ContractException.refused(
                    "too-many", "This was not sent: " + MAX_OF_DAY + " messages are the most within a day.");
        }
    }

    private static void requireNew(Db db, String to, String digest) throws SQLException {
        long same = db.number(
                "SELECT count(*) FROM errand JOIN letter ON letter.id = errand.letter WHERE errand.address = ? AND"
                        + " errand.sha256 = ? AND (letter.state IN ('waiting', 'sending') OR letter.doubt = 1 AND"
                        + " letter.state = 'dead')",
                0,
                to,
                digest);
        if (same > 0) {
            throw ContractException.refused(
                    "sent-before",
                    "This was not sent: exactly these words are on their way to them already, or may have arrived.");
        }
    }

    private static Optional<Kept> find(Db db, String call) throws SQLException {
        return db.list(KEPT + " WHERE errand.call = ?", SqliteMessages::kept, call).stream()
                .findFirst();
    }

    private static Kept kept(ResultSet row) throws SQLException {
        String state = Optional.ofNullable(row.getString(3)).orElse("dropped");
        String why = Optional.ofNullable(row.getString(5)).orElse("");
        return new Kept(
                row.getLong(1),
                row.getString(2),
                switch (state) {
                    case "sent" -> State.SENT;
                    case "dead" -> row.getInt(4) == 1 ? State.UNKNOWN : State.FAILED;
                    case "dropped" -> State.FAILED;
                    default -> State.QUEUED;
                },
                why);
    }

    @Override
    public Kept await(Kept before, Duration most) throws InterruptedException {
        long left = LetterNews.nanos(most);
        while (true) {
            long seen = news.version();
            Kept now =
                    readers.read(db -> db.list(KEPT + " WHERE errand.letter = ?", SqliteMessages::kept, before.number())
                            .getFirst());
            if (now.state() != State.QUEUED || !now.why().isEmpty() || left <= 0) {
                return now;
            }
            left = news.await(seen, left);
        }
    }

    @Override
    public List<Kept> of(String sender, String session) {
        return readers.read(db -> db.list(
                KEPT + " WHERE errand.session = (SELECT id FROM session WHERE sender = ? AND name = ?)"
                        + " ORDER BY errand.letter DESC LIMIT " + MOST_SHOWN,
                SqliteMessages::kept,
                sender,
                session));
    }
}
