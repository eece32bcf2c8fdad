package moltbot.contract.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// Replaces a small file whole: written beside as `<name>.new`, fsynced, renamed, and the folder fsynced. After a crash
/// at any point there is the old one or the new one. Mode 0600. One writer for a file.
///
/// An interrupt does not stop it: whoever asked may have gone, and what they asked for must be on the disk all the
/// same. The thread stays interrupted.
public final class AtomicFile {
    private AtomicFile() {}

    /// Returns once the content would survive a power cut. Where it throws, what was there before still is.
    public static void replace(Path file, byte[] content) throws IOException {
        boolean interrupted = false;
        try {
            while (!replaced(file, content)) {
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// False if an interrupt closed the file meanwhile: then it is begun anew.
    private static boolean replaced(Path file, byte[] content) throws IOException {
        Path whole = file.toAbsolutePath();
        Path beside = whole.resolveSibling(whole.getFileName() + ".new");
        Files.deleteIfExists(beside);
        Files.createFile(beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel out = FileChannel.open(beside, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
            move(beside, whole);
            try (FileChannel folder = FileChannel.open(whole.getParent())) {
                folder.force(true);
            }
            return true;
        } catch (ClosedByInterruptException e) {
            return false;
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("This file system cannot replace a file in one step.", e);
        }
    }
}
