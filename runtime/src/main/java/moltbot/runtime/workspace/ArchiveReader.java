package moltbot.runtime.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.runtime.workspace.WorkspaceChange.Put;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Reads what came back from a sandbox, as the hostile input it may be. Only regular files and folders with plain
/// paths are taken; whatever else the archive holds is left out and named. Too much of anything, and none of it is.
public final class ArchiveReader {
    /// What an archive changes.
    ///
    /// @param change   against the files before
    /// @param dropped  a sentence for each kind of thing left out
    public record Unpacked(WorkspaceChange change, List<String> dropped) {}

    private static final int MAX_NAMED = 10;

    private final Spool spool;
    private final WorkspaceLimits limits;
    private final TreeMap<String, Put> found = new TreeMap<>();
    private final List<String> dropped = new ArrayList<>();
    private int droppedCount;

    private ArchiveReader(Spool spool, WorkspaceLimits limits) {
        this.spool = spool;
        this.limits = limits;
    }

    /// Compares the archive in `spool` with the files `before`; the change owns the spool from then on.
    ///
    /// @throws ContractException  if it is not a readable archive or more than the limits allow, with a sentence
    public static Unpacked read(Spool spool, List<WorkspaceFile> before, WorkspaceLimits limits) {
        ArchiveReader reader = new ArchiveReader(spool, limits);
        try {
            reader.scan();
        } catch (IOException | IllegalArgumentException e) {
            throw new ContractException(Code.MALFORMED, "The archive that came back could not be read.", e);
        }
        limits.problem(reader.found.values().stream().map(Put::file).toList()).ifPresent(problem -> {
            throw ContractException.malformed(problem);
        });
        return new Unpacked(reader.difference(before), reader.sentences());
    }

    private void scan() throws IOException {
        try (InputStream in = spool.stream()) {
            TarPrescan.check(in);
        }
        try (TarArchiveInputStream tar = new TarArchiveInputStream(spool.stream(), "UTF-8")) {
            TarArchiveEntry entry;
            int entries = 0;
            while ((entry = tar.getNextEntry()) != null) {
                if (++entries > 4 * limits.maxFiles()) {
                    throw ContractException.malformed(
                            "The workspace would have more than " + limits.maxFiles() + " files.");
                }
                take(tar, entry);
            }
        }
    }

    private void take(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
        String name = plainName(entry.getName());
        if (name.isEmpty() && entry.isDirectory()) {
            return;
        }
        Optional<String> problem = refusal(entry, name);
        if (problem.isPresent()) {
            drop(name, problem.get());
        } else if (entry.isDirectory()) {
            found.put(name + "/", new Put(WorkspaceFile.folder(name), () -> new byte[0]));
        } else {
            keep(tar, entry, name);
        }
    }

    private Optional<String> refusal(TarArchiveEntry entry, String name) {
        byte kind = entry.getLinkFlag();
        boolean regular = (kind == TarConstants.LF_NORMAL || kind == TarConstants.LF_OLDNORM) && !entry.isSparse();
        if (!regular && kind != TarConstants.LF_DIR) {
            return Optional.of("is not a regular file or folder");
        }
        Optional<String> problem = WorkspacePath.problem(name);
        if (problem.isPresent()) {
            return problem;
        }
        if (entry.getSize() > limits.maxFileBytes()) {
            return Optional.of("is larger than " + (limits.maxFileBytes() >> 20) + " MB");
        }
        boolean taken = found.containsKey(name) || underFile(name) || (!entry.isDirectory() && holdsMore(name));
        return taken ? Optional.of("is there twice") : Optional.empty();
    }

    private boolean underFile(String name) {
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
            if (found.containsKey(name.substring(0, slash))) {
                return true;
            }
        }
        return false;
    }

    private boolean holdsMore(String name) {
        String next = found.ceilingKey(name + "/");
        return next != null && next.startsWith(name + "/");
    }

    private void keep(TarArchiveInputStream tar, TarArchiveEntry entry, String name) throws IOException {
        long offset = tar.getBytesRead();
        int size = Math.toIntExact(entry.getSize());
        MessageDigest digest = ArchiveWriter.sha256();
        byte[] buffer = new byte[16 << 10];
        int left = size;
        while (left > 0) {
            int count = tar.read(buffer, 0, Math.min(buffer.length, left));
            if (count < 0) {
                throw new IOException("The archive that came back ends too early.");
            }
            digest.update(buffer, 0, count);
            left -= count;
        }
        int mode = (entry.getMode() & 0111) == 0 ? WorkspaceFile.PLAIN : WorkspaceFile.EXECUTABLE;
        WorkspaceFile file = new WorkspaceFile(name, mode, size, HexFormat.of().formatHex(digest.digest()));
        found.put(name, new Put(file, () -> spool.read(offset, size)));
    }

    private static String plainName(String name) {
        String plain = name.startsWith("./") ? name.substring(2) : name;
        while (plain.endsWith("/")) {
            plain = plain.substring(0, plain.length() - 1);
        }
        return plain.equals(".") ? "" : plain;
    }

    private void drop(String name, String why) {
        if (droppedCount++ < MAX_NAMED) {
            String shown = name.length() > 80 ? name.substring(0, 80) + "…" : name;
            dropped.add("Left out: '" + shown.replaceAll("\\p{Cntrl}", "?") + "' " + why + ".");
        }
    }

    private List<String> sentences() {
        if (droppedCount > MAX_NAMED) {
            dropped.add("Left out: " + (droppedCount - MAX_NAMED) + " more.");
        }
        return List.copyOf(dropped);
    }

    private WorkspaceChange difference(List<WorkspaceFile> before) {
        Map<String, WorkspaceFile> gone = new HashMap<>();
        before.forEach(file -> gone.put(file.path(), file));
        List<Put> puts = new ArrayList<>();
        for (Put put : found.values()) {
            if (!put.file().equals(gone.remove(put.file().path()))) {
                puts.add(put);
            }
        }
        return new WorkspaceChange(puts, List.copyOf(gone.keySet()), spool);
    }
}
