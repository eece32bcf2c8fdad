package moltbot.runtime.store;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import moltbot.contract.ContractException;
import moltbot.contract.label.Label;
import moltbot.runtime.memory.Found;
import moltbot.runtime.memory.Meaning;
import moltbot.runtime.memory.Memories;
import moltbot.runtime.memory.Memory;

/// Memories in SQLite, found by their words (FTS5) and by their meaning. Vectors are made when somebody searches, and
/// kept.
final class SqliteMemories implements Memories {
    private static final String COLUMNS = "memory.id, sender, memory.text, label, source, at, state";
    private static final String FOUND =
            " FROM memory_words JOIN memory ON memory.id = memory_words.rowid" + " WHERE memory_words MATCH ?";
    private static final int MAX_WORDS = 16;

    /// Vectors made in one search at most: each takes some milliseconds.
    private static final int MAX_MADE = 200;

    /// The same in characters: a long memory takes as long as twenty short ones.
    private static final int MAX_MADE_CHARS = 20_000;

    /// Less alike is mostly by chance: what has nothing to do with a question is below 0.2, what answers it mostly
    /// above 0.3.
    private static final float ALIKE = 0.25f;

    private final Writer writer;
    private final Readers readers;
    private final InstantSource clock;
    private final Meaning meaning;

    SqliteMemories(Writer writer, Readers readers, InstantSource clock, Meaning meaning) {
        this.meaning = meaning;
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
        if (query.isEmpty()) {
            return readers.read(db -> db.list(
                    "SELECT " + COLUMNS + " FROM memory WHERE sender = ? AND state = 'kept' ORDER BY id DESC LIMIT ?",
                    SqliteMemories::read,
                    sender,
                    most));
        }
        List<Memory> byWords = readers.read(db -> db.list(
                "SELECT " + COLUMNS + FOUND + " AND sender = ? AND state = 'kept' ORDER BY rank LIMIT ?",
                SqliteMemories::read,
                query,
                sender,
                most));
        List<Long> alike = alike(sender, words, most);
        List<Long> ids = byWords.stream().map(Memory::id).toList();
        return readers.read(db -> {
            List<Memory> found = new ArrayList<>();
            for (long id : Found.best(ids, alike, most)) {
                // It may have been forgotten meanwhile.
                one(db, "id = ? AND sender = ? AND state = 'kept'", id, sender).ifPresent(found::add);
            }
            return found;
        });
    }

    private List<Long> alike(String sender, String words, int most) {
        Optional<float[]> wanted = any(sender) ? meaning.of(words) : Optional.empty();
        if (wanted.isEmpty()) {
            return List.of();
        }
        makeVectors(sender);
        List<Alike> all = readers.read(db -> db.list(
                "SELECT memory.id, vector FROM memory_meaning JOIN memory USING (id)"
                        + " WHERE sender = ? AND state = 'kept'",
                row -> new Alike(row.getLong(1), product(wanted.get(), row.getBytes(2))),
                sender));
        return all.stream()
                .filter(one -> one.degree >= ALIKE)
                .sorted(Comparator.comparingDouble(Alike::degree).reversed())
                .limit(most)
                .map(Alike::id)
                .toList();
    }

    private record Alike(long id, float degree) {}

    private boolean any(String sender) {
        return readers.read(
                db -> db.number("SELECT 1 FROM memory WHERE sender = ? AND state = 'kept' LIMIT 1", 0, sender) == 1);
    }

    /// The newest that lack one first.
    private void makeVectors(String sender) {
        List<Memory> lacking = readers.read(db -> db.list(
                "SELECT " + COLUMNS + " FROM memory LEFT JOIN memory_meaning USING (id)"
                        + " WHERE sender = ? AND state = 'kept' AND vector IS NULL ORDER BY memory.id DESC LIMIT ?",
                SqliteMemories::read,
                sender,
                MAX_MADE));
        Map<Memory, byte[]> made = new LinkedHashMap<>();
        int chars = 0;
        for (Memory memory : lacking) {
            Optional<float[]> vector = chars > MAX_MADE_CHARS ? Optional.empty() : meaning.of(memory.text());
            if (vector.isEmpty()) {
                break;
            }
            chars += memory.text().length();
            made.put(memory, bytes(vector.get()));
        }
        if (!made.isEmpty()) {
            writer.write(db -> keepVectors(db, made), _ -> {});
        }
    }

    private static int keepVectors(Db db, Map<Memory, byte[]> made) throws SQLException {
        int kept = 0;
        for (Map.Entry<Memory, byte[]> each : made.entrySet()) {
            // Only while it is there and says the same.
            kept += db.update(
                    "INSERT OR REPLACE INTO memory_meaning (id, vector)"
                            + " SELECT id, ? FROM memory WHERE id = ? AND text = ?",
                    each.getValue(),
                    each.getKey().id(),
                    each.getKey().text());
        }
        return kept;
    }

    private static byte[] bytes(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES);
        bytes.asFloatBuffer().put(vector);
        return bytes.array();
    }

    /// How alike two are: both are of length 1.
    private static float product(float[] wanted, byte[] kept) {
        FloatBuffer vector = ByteBuffer.wrap(kept).asFloatBuffer();
        float sum = 0;
        for (int i = 0; i < Math.min(wanted.length, vector.remaining()); i++) {
            sum += wanted[i] * vector.get(i);
        }
        return sum;
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
            db.update("DELETE FROM memory_meaning WHERE id = ?", id);
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
