package moltbot.spawner.task;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import moltbot.contract.ContractException;
import org.jspecify.annotations.Nullable;

/// The workspace archive as it came in: on disk, never opened here, and what its bytes hash to.
record Inputs(Path file, long bytes, String sha256) {
    /// Where its pieces come from; null ends them.
    @FunctionalInterface
    interface Pieces {
        byte @Nullable [] next() throws InterruptedException;
    }

    /// Takes all pieces into `file`, at most `maxBytes` of them.
    static Inputs receive(Pieces pieces, Path file, long maxBytes) throws IOException, InterruptedException {
        MessageDigest digest = newDigest();
        long size = 0;
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            byte[] frame;
            while ((frame = pieces.next()) != null) {
                size += frame.length;
                if (size > maxBytes) {
                    throw ContractException.refused(
                            "bad-archive",
                            "The workspace is larger than this task may have on disk. Nothing was started.");
                }
                out.write(frame);
            }
        }
        return new Inputs(file, size, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256.", e);
        }
    }
}
