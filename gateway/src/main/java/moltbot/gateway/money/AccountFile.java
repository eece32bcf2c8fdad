package moltbot.gateway.money;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// The accounts of one month: a line for each entry. A last line that a crash cut off is taken away when the file is
/// opened: what it would have said never took effect.
final class AccountFile implements AutoCloseable {
    private final Path path;
    private final Object syncing = new Object();
    private @Nullable RandomAccessFile file;
    private volatile long written;
    private long synced;

    private AccountFile(Path path) {
        this.path = path;
    }

    /// Opens it; a month in which nothing was spent yet has no file.
    ///
    /// @param reader  gets all that is in it, in order
    static AccountFile open(Path path, Consumer<Entry> reader) {
        AccountFile accounts = new AccountFile(path);
        try {
            if (Files.exists(path)) {
                accounts.read(reader);
            }
            return accounts;
        } catch (IOException e) {
            throw failed(e);
        } catch (ContractException e) {
            ContractException refusal = ContractException.malformed("The accounts of what models cost, " + path
                    + ", hold a line that is none. Nothing was changed. Keep a copy and move the file away: this month then"
                    + " counts from nothing.");
            refusal.initCause(e);
            throw refusal;
        }
    }

    private void read(Consumer<Entry> reader) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        RandomAccessFile opened = opened();
        opened.setLength(end);
        opened.seek(end);
        new String(bytes, 0, end, StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> reader.accept(Entry.fromJson(JsonObject.parse(line))));
    }

    /// Not a channel: an interrupt, which ends a question that nobody waits for any more, would close it.
    private RandomAccessFile opened() throws IOException {
        RandomAccessFile opened = file;
        if (opened == null) {
            Path folder = Files.createDirectories(path.toAbsolutePath().getParent());
            opened = new RandomAccessFile(path.toFile(), "rw");
            file = opened;
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            boolean interrupted = Thread.interrupted();
            try (FileChannel open = FileChannel.open(folder)) {
                open.force(true);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
        return opened;
    }

    /// Writes a line: it survives this process, but not yet the machine. For one thread at a time.
    ///
    /// @return what to give to [#sync]
    long append(Entry entry) {
        try {
            RandomAccessFile opened = opened();
            long before = opened.getFilePointer();
            try {
                opened.write((entry.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
                written = opened.getFilePointer();
                return written;
            } catch (IOException e) {
                opened.setLength(before);
                opened.seek(before);
                throw e;
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /// Returns once all up to `position` is on the disk. Those that wait meanwhile share the next write-out.
    void sync(long position) {
        synchronized (syncing) {
            if (synced >= position) {
                return;
            }
            try {
                long reached = written;
                opened().getFD().sync();
                synced = reached;
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    private static ContractException failed(IOException cause) {
        ContractException refusal = ContractException.refused(
                "budget-storage",
                "What models cost cannot be written down, so none is asked. Check that the disk has room.");
        refusal.initCause(cause);
        return refusal;
    }

    @Override
    public void close() throws IOException {
        RandomAccessFile opened = file;
        if (opened != null) {
            opened.close();
        }
    }
}
