package moltbot.contract.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;

/// Writes a whole file, mode 0600, so that a crash leaves the old one or the new one: beside it, fsync, rename, fsync
/// of the folder.
final class KeptFile {
    private KeptFile() {}

    static void write(Path file, byte[] bytes) {
        Path folder = file.toAbsolutePath().getParent();
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.deleteIfExists(beside);
            try (FileChannel channel = FileChannel.open(
                    beside,
                    Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (IOException e) {
            throw storage(file, e);
        }
    }

    private static ContractException storage(Path file, IOException cause) {
        ContractException failure = ContractException.refused(
                "storage",
                "The file " + file + " could not be written; what was stored before is unchanged. Check that the disk"
                        + " has room and the folder is writable, then try again.");
        failure.addSuppressed(new ContractException(Code.UNAVAILABLE, "The write failed.", cause));
        return failure;
    }
}
