package moltbot.runtime.workspace;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import moltbot.contract.ContractException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Packs a workspace into a POSIX tar: sorted, without times or owners, so that the same files are the same bytes and
/// an approval bound to their digest holds.
public final class ArchiveWriter {
    private ArchiveWriter() {}

    /// Writes the archive to `spool`; its SHA-256 as lower-case hex.
    public static String pack(Workspace workspace, Spool spool) throws IOException {
        MessageDigest digest = sha256();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new Tee(spool, digest), 512, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (WorkspaceFile file : workspace.list()) {
                add(tar, workspace, file);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(TarArchiveOutputStream tar, Workspace workspace, WorkspaceFile file) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(file.path(), true);
        entry.setModTime(0);
        entry.setIds(0, 0);
        entry.setMode(file.mode());
        byte[] bytes = file.isFolder()
                ? new byte[0]
                : workspace
                        .read(file.path())
                        .orElseThrow(() -> ContractException.malformed("A file of the workspace is gone."));
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no SHA-256.", e);
        }
    }

    /// Writes to the spool and the digest at once.
    private static final class Tee extends OutputStream {
        private final Spool spool;
        private final MessageDigest digest;

        Tee(Spool spool, MessageDigest digest) {
            this.spool = spool;
            this.digest = digest;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            digest.update(bytes, offset, length);
            spool.append(bytes, offset, length);
        }
    }
}
