package moltbot.contract.vault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;

/// Where the vault's master key comes from: a file the owner names, which is only ever read, or `master.key`
/// beside the vault (0600), made at the first key that is kept. Never made for a vault that already exists.
public final class MasterKey {
    private static final System.Logger LOG = System.getLogger("vault");
    private static final int NEW_KEY_BYTES = 32;
    private static final int MIN_CHARS = 32;
    private static final int MAX_FILE_BYTES = 64 << 10;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private final boolean ours;

    private MasterKey(Path file, boolean ours) {
        this.file = file;
        this.ours = ours;
    }

    /// The key of the vault in `folder`.
    ///
    /// @param keyFile  where the owner keeps it; empty for `master.key` beside the vault
    public static MasterKey in(Path folder, Optional<Path> keyFile) {
        return new MasterKey(keyFile.orElse(folder.resolve("master.key")), keyFile.isEmpty());
    }

    /// The key material, for a vault that exists.
    public byte[] read() {
        try {
            if (!Files.exists(file)) {
                throw missing();
            }
            if (ours && !Files.getPosixFilePermissions(file).equals(OWNER_ONLY)) {
                LOG.log(System.Logger.Level.WARNING, "{0} was open to others; it is now the owner''s only.", file);
                Files.setPosixFilePermissions(file, OWNER_ONLY);
            }
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw unfit();
            }
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
            if (text.length() < MIN_CHARS) {
                throw unfit();
            }
            return text.getBytes(StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new ContractException(
                    Code.UNAVAILABLE, "The vault's key file " + file + " cannot be read. Nothing was changed.", e);
        }
    }

    private ContractException missing() {
        String cure = ours
                ? "put the file back (a backup has it), or move vault.json away to begin anew."
                : "put the file back, or correct the setting 'vault-key-file'.";
        return new ContractException(
                Code.UNAVAILABLE,
                "The vault's key file " + file
                        + " is missing, so keys can be neither read nor kept. Nothing was changed: " + cure);
    }

    private ContractException unfit() {
        return ContractException.malformed("The vault's key file " + file + " must hold between " + MIN_CHARS
                + " characters and 64 KiB of random text. Nothing was changed.");
    }

    /// The key material, for a vault that is being written; made now if it is ours to make.
    byte[] readOrMake() {
        if (ours && !Files.exists(file)) {
            byte[] key = new byte[NEW_KEY_BYTES];
            new SecureRandom().nextBytes(key);
            KeptFile.write(file, (Base64.getEncoder().encodeToString(key) + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return read();
    }
}
