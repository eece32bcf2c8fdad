package moltbot.breaker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;

/// A small JSON file that is replaced whole: written beside, fsynced, renamed, and the folder fsynced. After a crash at
/// any point there is the old one or the new one. Mode 0600. One writer.
final class AtomicFile {
    private static final int VERSION = 1;
    private static final int MAX_BYTES = 1 << 20;

    private final Path file;
    private final Path beside;

    AtomicFile(Path folder, String name) {
        this.file = folder.resolve(name);
        this.beside = folder.resolve(name + ".new");
    }

    Path path() {
        return file;
    }

    Optional<JsonObject> read() {
        byte[] bytes;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw ContractException.malformed(file + " is longer than this program ever writes.");
            }
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ContractException(Code.UNAVAILABLE, file + " cannot be read. Check who owns it.", e);
        }
        JsonObject json = JsonObject.parse(bytes);
        if (json.number("version") != VERSION) {
            throw ContractException.malformed(file + " was written by another version of this program;"
                    + " it was left as it is. Start that version, or move the file away.");
        }
        return Optional.of(json);
    }

    void write(JsonObject.Builder content) {
        ByteBuffer bytes =
                ByteBuffer.wrap(content.with("version", VERSION).build().toBytes());
        try {
            Files.deleteIfExists(beside);
            Files.createFile(
                    beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (FileChannel out = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            move();
            try (FileChannel folder = FileChannel.open(beside.toAbsolutePath().getParent())) {
                folder.force(true);
            }
        } catch (IOException e) {
            throw new ContractException(
                    Code.UNAVAILABLE,
                    file + " could not be written; what was there before still is. Check the disk's free space"
                            + " and who owns the folder.",
                    e);
        }
    }

    private void move() throws IOException {
        try {
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("This file system cannot replace a file in one step.", e);
        }
    }
}
