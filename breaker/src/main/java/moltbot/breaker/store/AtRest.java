package moltbot.breaker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.file.AtomicFile;

/// Seals what must not lie about in clear: AES-256-GCM with a key in a file of its own, made when first needed. Who has
/// the whole folder has both; who finds one file, or a copy of it in a backup, a log or a mail, has nothing.
final class AtRest {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Path keyFile;
    private final String otherwise;
    private final SecureRandom random = new SecureRandom();

    /// @param otherwise  what to do where the key is lost
    AtRest(Path keyFile, String otherwise) {
        this.keyFile = keyFile;
        this.otherwise = otherwise;
    }

    String seal(String secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, key(true), nonce, secret.getBytes(StandardCharsets.UTF_8));
        byte[] all = ByteBuffer.allocate(nonce.length + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
        return Base64.getEncoder().encodeToString(all);
    }

    String open(String sealed) {
        byte[] all = Base64.getDecoder().decode(sealed);
        byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
        byte[] content = Arrays.copyOfRange(all, NONCE_BYTES, Math.max(NONCE_BYTES, all.length));
        return new String(run(Cipher.DECRYPT_MODE, key(false), nonce, content), StandardCharsets.UTF_8);
    }

    private byte[] run(int mode, byte[] key, byte[] nonce, byte[] content) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new ContractException(
                    Code.MALFORMED,
                    "What is sealed does not open with " + keyFile + ". Put back the file that belongs to it, or "
                            + otherwise,
                    e);
        }
    }

    private byte[] key(boolean make) {
        try {
            byte[] key = Files.readAllBytes(keyFile);
            if (key.length == KEY_BYTES) {
                return key;
            }
            throw ContractException.malformed(keyFile + " is not a key of this program.");
        } catch (NoSuchFileException e) {
            if (make) {
                return fresh();
            }
            throw new ContractException(Code.UNAVAILABLE, keyFile + " is missing: put it back.", e);
        } catch (IOException e) {
            throw new ContractException(Code.UNAVAILABLE, keyFile + " cannot be read. Check who owns it.", e);
        }
    }

    private byte[] fresh() {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        try {
            AtomicFile.replace(keyFile, key);
        } catch (IOException e) {
            throw new ContractException(Code.UNAVAILABLE, keyFile + " could not be written. Nothing was changed.", e);
        }
        return key;
    }
}
