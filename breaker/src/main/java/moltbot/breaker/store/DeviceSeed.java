package moltbot.breaker.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.file.AtomicFile;

/// The random bytes behind the key with which the guard is a device of the panel it stands before: made once, kept in
/// the breaker's folder, mode 0600. It opens nothing without the panel's token.
public final class DeviceSeed {
    private static final int BYTES = 32;

    private DeviceSeed() {}

    /// Reads it, or makes it. A file that is damaged is refused, never replaced.
    public static byte[] in(Path folder) {
        Path file = folder.resolve("device.key");
        try {
            if (!Files.exists(file)) {
                byte[] fresh = new byte[BYTES];
                new SecureRandom().nextBytes(fresh);
                AtomicFile.replace(file, fresh);
            }
            byte[] seed = Files.size(file) == BYTES ? Files.readAllBytes(file) : new byte[0];
            if (seed.length != BYTES) {
                throw ContractException.malformed(file + " is damaged. Nothing was changed. Remove it, and the guard"
                        + " becomes a new device of the panel's at its next start.");
            }
            return seed;
        } catch (IOException e) {
            throw new ContractException(
                    Code.UNAVAILABLE,
                    file + " cannot be read or written. Check the disk's free space and who owns the folder.",
                    e);
        }
    }
}
