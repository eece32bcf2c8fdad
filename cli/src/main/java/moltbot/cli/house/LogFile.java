package moltbot.cli.house;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// One compartment's log, bounded: when it is full it becomes `<name>.log.1` and a new one begins. A disk that is full
/// costs log lines, never the compartment.
final class LogFile {
    private static final System.Logger LOG = System.getLogger("supervisor");
    private static final long MAX_BYTES = 8L << 20;

    private final Path file;
    private long written;
    private boolean failing;

    LogFile(Path file) {
        this.file = file;
    }

    synchronized void append(byte[] bytes, int length) {
        try {
            if (written == 0) {
                written = Files.exists(file) ? Files.size(file) : 0;
            }
            if (written > MAX_BYTES) {
                Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
                written = 0;
            }
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
                out.write(bytes, 0, length);
            }
            written += length;
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.log(System.Logger.Level.WARNING, "The log " + file + " cannot be written.", e);
            }
            failing = true;
        }
    }
}
