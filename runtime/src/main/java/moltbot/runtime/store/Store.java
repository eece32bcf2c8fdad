package moltbot.runtime.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.runtime.memory.Meaning;
import moltbot.runtime.memory.Memories;
import moltbot.runtime.outbox.LetterNews;
import moltbot.runtime.outbox.Outbox;
import moltbot.runtime.person.Messages;
import moltbot.runtime.schedule.Schedules;
import moltbot.runtime.session.Kept;
import moltbot.runtime.session.SessionKey;
import moltbot.runtime.session.Transcripts;
import moltbot.runtime.session.Transcripts.Accepted;
import moltbot.runtime.store.Migrations.Script;
import moltbot.runtime.workspace.GivenFile;
import org.sqlite.JDBC;

/// This compartment's database: one SQLite file, written by one thread and read by two.
public final class Store implements AutoCloseable {
    private static final String PRAGMAS = """
            PRAGMA busy_timeout = 5000;
            PRAGMA trusted_schema = OFF;
            PRAGMA foreign_keys = ON;
            PRAGMA temp_store = MEMORY;
            PRAGMA cache_size = -2048;
            """;
    private static final String WRITER_PRAGMAS = """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA journal_size_limit = 16777216;
            """;

    private final Writer writer;
    private final Readers readers;
    private final LongAdder rowsRead;
    private final InstantSource clock;
    private final LetterNews letterNews = new LetterNews();
    private volatile Consumer<String> posted = _ -> {};
    private volatile Runnable over = () -> {};
    private volatile SqliteSchedules.News schedules = new SqliteSchedules.News(_ -> {}, (_, _) -> {});

    private Store(Writer writer, Readers readers, LongAdder rowsRead, InstantSource clock) {
        this.clock = clock;
        this.writer = writer;
        this.readers = readers;
        this.rowsRead = rowsRead;
    }

    /// Opens the store in `folder`, making or upgrading it.
    ///
    /// @throws ContractException  with a sentence for people where it cannot be used
    public static Store open(Path folder) {
        return open(folder, InstantSource.system());
    }

    /// The same with another clock.
    public static Store open(Path folder, InstantSource clock) {
        return open(folder, Migrations.known(), clock);
    }

    static Store open(Path folder, List<Script> scripts, InstantSource clock) {
        try {
            prepare(folder);
            Path file = folder.resolve("chats.db");
            LongAdder rowsRead = new LongAdder();
            Db db = connect(file, rowsRead);
            try {
                db.script(WRITER_PRAGMAS);
                Migrations.apply(db, scripts);
                return new Store(new Writer(db), new Readers(() -> connect(file, rowsRead)), rowsRead, clock);
            } catch (SQLException | RuntimeException e) {
                db.close();
                throw e;
            }
        } catch (IOException | SQLException e) {
            throw new ContractException(
                    Code.UNAVAILABLE,
                    "The conversations in " + folder + " could not be opened; nothing was changed. Check that the"
                            + " folder can be written, that the disk has room, and that its files are whole.",
                    e);
        }
    }

    /// Where the build laid out no native library, the driver unpacks its own into this compartment's folder, the
    /// only one it may write; a killed process leaves its copy behind.
    private static void prepare(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        if (System.getProperty("org.sqlite.lib.path") == null && System.getProperty("org.sqlite.tmpdir") == null) {
            Path libraries = Files.createDirectories(folder.resolve("native"));
            try (Stream<Path> stale = Files.list(libraries)) {
                for (Path file : stale.toList()) {
                    Files.delete(file);
                }
            }
            System.setProperty("org.sqlite.tmpdir", libraries.toString());
        }
    }

    private static Db connect(Path file, LongAdder rowsRead) throws SQLException {
        Db db = new Db(JDBC.createConnection("jdbc:sqlite:" + file, new Properties()), rowsRead);
        db.script(PRAGMAS);
        return db;
    }

    /// The conversations in it.
    public Transcripts transcripts() {
        return new SqliteTranscripts(writer, readers, clock, address -> posted.accept(address), () -> over.run());
    }

    /// What is on its way to messengers.
    public Outbox outbox() {
        return new SqliteOutbox(writer, readers, clock, letterNews);
    }

    /// The file that a letter is; empty where it is none.
    public Optional<GivenFile> given(long letter) {
        return readers.read(db -> FileRows.of(db, letter));
    }

    /// Messages to others, and what became of them.
    public Messages messages() {
        return new SqliteMessages(writer, readers, clock, letterNews, address -> posted.accept(address));
    }

    /// Has `watcher` told the address of each letter, once it is on disk. It must be quick.
    public void onLetter(Consumer<String> watcher) {
        posted = watcher;
    }

    /// The memories in it.
    ///
    /// @param meaning  by which they are found beside their words
    public Memories memories(Meaning meaning) {
        return new SqliteMemories(writer, readers, clock, meaning);
    }

    /// Has `watcher` told that a turn is over, once that is on disk. It must be quick.
    public void onOver(Runnable watcher) {
        over = watcher;
    }

    /// Has `begun` told of each turn that a schedule begins, once it is on disk, and `told` what conversations are told
    /// of such runs. They must be quick.
    public void onSchedules(Consumer<Accepted> begun, BiConsumer<SessionKey, List<Kept>> told) {
        schedules = new SqliteSchedules.News(begun, told);
    }

    /// The schedules in it.
    public Schedules schedules() {
        return new SqliteSchedules(writer, readers, clock, () -> schedules, address -> posted.accept(address));
    }

    /// How many rows all queries together have given since it was opened.
    public long rowsRead() {
        return rowsRead.sum();
    }

    Writer writer() {
        return writer;
    }

    Readers readers() {
        return readers;
    }

    @Override
    public void close() throws SQLException {
        readers.close();
        writer.close();
    }
}
