package moltbot.runtime.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import moltbot.contract.ContractException;
import moltbot.contract.label.Label;
import moltbot.runtime.memory.Memories;
import moltbot.runtime.memory.Memory;

/// Memories in SQLite, found by their words (FTS5).
final class SqliteMemories implements Memories {
    private static final String COLUMNS = "memory.id, sender, memory.text, label, source, at, state";
    private static final String FOUND =
            " FROM memory_words JOIN memory ON memory.id = memory_words.rowid" + " WHERE memory_words MATCH ?";
    private static final int MAX_WORDS = 16;

    private final Writer writer;
    private final Readers readers;
    private final InstantSource clock;

    SqliteMemories(Writer writer, Readers readers, InstantSource clock) {
        this.writer = writer;
        this.readers = readers;
        this.clock = clock;
    }

    private static Memory read(ResultSet row) throws SQLException {
        return new Memory(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                Labels.parse(row.getString(4)),
                row.getString(5),
                Instant.ofEpochMilli(row.getLong(6)),
                row.getString(7).equals("waiting"));
    }

    @Override
    public Memory remember(String sender, String text, Label label, String source) {
        String plain = requireText(text);
        Label own = label.join(Label.KEPT);
        String state = own.input() == Label.Input.UNTRUSTED ? "waiting" : "kept";
        long at = clock.millis();
        return writer.write(
                db -> {
                    Optional<Memory> before = one(db, "sender = ? AND text = ?", sender, plain);
                    if (before.isPresent()) {
                        return before.get();
                    }
                    if (db.number("SELECT count(*) FROM memory WHERE sender = ?", 0, sender) >= MAX) {
                        throw ContractException.refused(
                                FULL,
                                "There are " + MAX + " memories, which is as many as are kept. Forget some first.");
                    }
                    db.update(
                            "INSERT INTO memory (sender, text, label, source, at, state) VALUES (?, ?, ?, ?, ?, ?)",
                            sender,
                            plain,
                            own.toString(),
                            source,
                            at,
                            state);
                    Memory made =
                            one(db, "sender = ? AND text = ?", sender, plain).orElseThrow();
                    db.update("INSERT INTO memory_words (rowid, text) VALUES (?, ?)", made.id(), plain);
                    return made;
                },
                _ -> {});
    }

    private static String requireText(String text) {
        String plain = text.strip();
        if (plain.isEmpty() || plain.length() > Memory.MAX_CHARS) {
            throw ContractException.refused(
                    "bad-memory", "A memory has 1 to " + Memory.MAX_CHARS + " characters. Nothing was changed.");
        }
        return plain;
    }

    private static Optional<Memory> one(Db db, String where, Object... values) throws SQLException {
        return db.list("SELECT " + COLUMNS + " FROM memory WHERE " + where, SqliteMemories::read, values).stream()
                .findFirst();
    }

    @Override
    public List<Memory> search(String sender, String words, int most) {
        String query = query(words);
        return readers.read(db -> query.isEmpty()
                ? db.list(
                        "SELECT " + COLUMNS + " FROM memory WHERE sender = ? AND state = 'kept'"
                                + " ORDER BY id DESC LIMIT ?",
                        SqliteMemories::read,
                        sender,
                        most)
                : db.list(
                        "SELECT " + COLUMNS + FOUND + " AND sender = ? AND state = 'kept' ORDER BY rank LIMIT ?",
                        SqliteMemories::read,
                        query,
                        sender,
                        most));
    }

    /// Any of the words, or what begins with one: as quoted strings, so that nothing in them is an operator.
    private static String query(String words) {
        return Arrays.stream(words.split("[^\\p{L}\\p{N}\\p{M}]+", -1))
                .filter(word -> !word.isEmpty())
                .distinct()
                .limit(MAX_WORDS)
                .map(word -> "\"" + word + "\"" + (word.length() > 2 ? "*" : ""))
                .collect(Collectors.joining(" OR "));
    }

    @Override
    public Optional<Memory> find(String sender, long id) {
        return readers.read(db -> one(db, "id = ? AND sender = ?", id, sender));
    }

    @Override
    public List<Memory> all(String words, int most) {
        String query = query(words);
        return readers.read(db -> query.isEmpty()
                ? db.list(
                        "SELECT " + COLUMNS + " FROM memory ORDER BY state = 'kept', id DESC LIMIT ?",
                        SqliteMemories::read,
                        most)
                : db.list(
                        "SELECT " + COLUMNS + FOUND + " ORDER BY state = 'kept', rank LIMIT ?",
                        SqliteMemories::read,
                        query,
                        most));
    }

    @Override
    public Memory approve(long id) {
        return change(
                id,
                db -> db.update("UPDATE memory SET state = 'kept', label = ? WHERE id = ?", Label.KEPT.toString(), id));
    }

    @Override
    public Memory edit(long id, String text) {
        String plain = requireText(text);
        return change(id, db -> {
            Memory before = one(db, "id = ?", id).orElseThrow(SqliteMemories::unknown);
            if (one(db, "sender = ? AND text = ? AND id <> ?", before.sender(), plain, id)
                    .isPresent()) {
                throw ContractException.refused("bad-memory", "That is remembered already. Nothing was changed.");
            }
            db.update("UPDATE memory_words SET text = ? WHERE rowid = ?", plain, id);
            return db.update(
                    "UPDATE memory SET text = ?, state = 'kept', label = ?, source = 'owner' WHERE id = ?",
                    plain,
                    Label.KEPT.toString(),
                    id);
        });
    }

    private Memory change(long id, Writer.Work<Integer> change) {
        return writer.write(
                db -> {
                    if (change.run(db) == 0) {
                        throw unknown();
                    }
                    return one(db, "id = ?", id).orElseThrow(SqliteMemories::unknown);
                },
                _ -> {});
    }

    private static ContractException unknown() {
        return ContractException.refused("unknown-memory", "There is no memory of that number.");
    }

    @Override
    public boolean forget(long id) {
        return writer.write(
                db -> {
                    db.update("DELETE FROM memory_words WHERE rowid = ?", id);
                    return db.update("DELETE FROM memory WHERE id = ?", id) > 0;
                },
                _ -> {});
    }
}
