package moltbot.guardian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import moltbot.contract.file.AtomicFile;
import moltbot.contract.seal.Seal;

/// What the guardian keeps for itself, and its own key for it, in `own.key`: seals what is kept over a restart. It
/// opens nothing of anybody else's.
///
/// @param folder  its own
/// @param key     seals what it keeps there
record Own(Path folder, byte[] key) {

    /// Makes the key where there is none; one of another length is replaced, which voids what was sealed with it.
    static Own in(Path folder) throws IOException {
        Path file = folder.resolve("own.key");
        if (Files.exists(file)) {
            byte[] kept = Files.readAllBytes(file);
            if (kept.length == Seal.KEY_BYTES) {
                return new Own(folder, kept);
            }
        }
        byte[] key = new byte[Seal.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        AtomicFile.replace(file, key);
        return new Own(folder, key);
    }
}
