package moltbot.guardian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import moltbot.contract.file.AtomicFile;
import moltbot.contract.seal.Seal;

/// The guardian's own key, in `own.key`: seals what it keeps for itself over a restart. It opens nothing of anybody
/// else's.
final class OwnKey {
    private OwnKey() {}

    /// Makes it where there is none; one of another length is replaced, which voids what was sealed with it.
    static byte[] of(Path folder) throws IOException {
        Path file = folder.resolve("own.key");
        if (Files.exists(file)) {
            byte[] key = Files.readAllBytes(file);
            if (key.length == Seal.KEY_BYTES) {
                return key;
            }
        }
        byte[] key = new byte[Seal.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        AtomicFile.replace(file, key);
        return key;
    }
}
