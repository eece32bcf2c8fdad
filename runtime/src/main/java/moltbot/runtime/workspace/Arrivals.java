package moltbot.runtime.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.contract.chat.SentFile;
import moltbot.contract.model.Attachment;
import org.jspecify.annotations.Nullable;

/// The files that came along with one message, in a temporary file until they are rows. For one thread.
public final class Arrivals implements AutoCloseable {
    /// The folder of a workspace that they get into.
    public static final String FOLDER = "received/";

    /// Long enough to see what kind a file is.
    private static final int BEGINNING = 16;

    /// Gives the next piece of all bytes together, or null at their end.
    @FunctionalInterface
    public interface Pieces {
        byte @Nullable [] next() throws InterruptedException;
    }

    /// One of them, and where it gets to.
    ///
    /// @param file  with its path in the workspace
    /// @param type    what kind it is, as its bytes say; empty for what a model cannot be shown
    /// @param spoken  whether it is what was heard in a voice message
    public record Arrival(WorkspaceFile file, Optional<String> type, boolean spoken, WorkspaceChange.Source source) {}

    private record Whole(SentFile sent, long offset, String sha256) {}

    private final List<Whole> files;
    private final WorkspaceLimits limits;
    private final @Nullable Spool spool;

    private Arrivals(List<Whole> files, WorkspaceLimits limits, @Nullable Spool spool) {
        this.files = files;
        this.limits = limits;
        this.spool = spool;
    }

    /// None at all.
    public static Arrivals none() {
        return new Arrivals(List.of(), WorkspaceLimits.ofMegabytes(1), null);
    }

    /// Takes in all of them; refuses what is shorter or longer than was announced.
    ///
    /// @param limits  of the workspace they are for
    public static Arrivals receive(Path temporary, List<SentFile> announced, WorkspaceLimits limits, Pieces pieces)
            throws InterruptedException {
        Spool spool = spool(temporary, announced);
        try {
            return new Arrivals(received(announced, pieces, spool), limits, spool);
        } catch (IOException e) {
            close(spool);
            throw failed(e);
        } catch (RuntimeException | InterruptedException e) {
            close(spool);
            throw e;
        }
    }

    private static Spool spool(Path temporary, List<SentFile> announced) {
        try {
            return Spool.create(
                    temporary, announced.stream().mapToLong(SentFile::size).sum());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static List<Whole> received(List<SentFile> announced, Pieces pieces, Spool spool)
            throws IOException, InterruptedException {
        List<Whole> whole = new ArrayList<>();
        byte[] piece = new byte[0];
        int used = 0;
        for (SentFile sent : announced) {
            long offset = spool.size();
            MessageDigest digest = sha256();
            while (spool.size() - offset < sent.size()) {
                if (used == piece.length) {
                    byte[] next = pieces.next();
                    if (next == null) {
                        throw ContractException.malformed("A file ended before its announced length.");
                    }
                    piece = next;
                    used = 0;
                }
                int length = (int) Math.min(piece.length - used, sent.size() - (spool.size() - offset));
                spool.append(piece, used, length);
                digest.update(piece, used, length);
                used += length;
            }
            whole.add(new Whole(sent, offset, HexFormat.of().formatHex(digest.digest())));
        }
        if (used < piece.length || pieces.next() != null) {
            throw ContractException.malformed("A file went on after its announced length.");
        }
        return List.copyOf(whole);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has it.", e);
        }
    }

    private static ContractException failed(IOException e) {
        ContractException refusal = ContractException.refused(
                "storage", "What came along could not be kept: is the disk full? Nothing of that message was taken.");
        refusal.initCause(e);
        return refusal;
    }

    public boolean isEmpty() {
        return files.isEmpty();
    }

    /// Finds a place for each beside what is there, so that nothing is written over; refuses where they have no room.
    public List<Arrival> placed(List<WorkspaceFile> there) {
        Set<String> taken = new HashSet<>();
        there.forEach(file -> taken.add(file.name().toLowerCase(Locale.ROOT)));
        List<Arrival> placed = new ArrayList<>();
        List<WorkspaceFile> after = new ArrayList<>(there);
        for (Whole whole : files) {
            String path = free(whole.sent().name(), taken);
            WorkspaceFile file =
                    new WorkspaceFile(path, WorkspaceFile.PLAIN, whole.sent().size(), whole.sha256());
            after.add(file);
            placed.add(new Arrival(
                    file,
                    type(whole),
                    whole.sent().spoken(),
                    () -> read(whole, whole.sent().size())));
        }
        boolean blocked = there.stream().anyMatch(file -> !file.isFolder() && FOLDER.equals(file.path() + "/"));
        Optional<String> problem = blocked
                ? Optional.of("The workspace has a file where the folder “received” would be.")
                : limits.problem(after);
        if (problem.isPresent()) {
            throw ContractException.refused(
                    "workspace-full",
                    "There is no room left here for that, so nothing of that message was taken. Ask me to delete old"
                            + " files, or begin a new conversation, and send it again. (" + problem.get() + ")");
        }
        return placed;
    }

    private static String free(String name, Set<String> taken) {
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String ending = dot > 0 ? name.substring(dot) : "";
        String path = FOLDER + name;
        for (int n = 2; !taken.add(path.toLowerCase(Locale.ROOT)); n++) {
            path = FOLDER + stem + "-" + n + ending;
        }
        return path;
    }

    private Optional<String> type(Whole whole) {
        int size = whole.sent().size();
        try {
            return Attachment.type(read(whole, Math.min(BEGINNING, size)), size);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private byte[] read(Whole whole, int length) throws IOException {
        return spool == null ? new byte[0] : spool.read(whole.offset(), length);
    }

    @Override
    public void close() {
        if (spool != null) {
            close(spool);
        }
    }

    private static void close(Spool spool) {
        try {
            spool.close();
        } catch (IOException e) {
            System.getLogger("workspace").log(System.Logger.Level.WARNING, "A temporary file stayed behind.", e);
        }
    }
}
