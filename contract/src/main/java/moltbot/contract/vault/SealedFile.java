package moltbot.contract.vault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;

/// One encrypted file: `{"format":"moltbot-vault-v1","salt":…,"nonce":…,"sealed":…}` and a line break.
///
/// AES-256-GCM (NIST SP 800-38D) under a key derived anew for every write by HKDF-SHA-256 (RFC 5869) from the master
/// key and a random salt, so no nonce can meet the same key twice. The format's name and the salt are authenticated.
/// Only the exact bytes that were written open: another spelling of the same content is damage too.
public final class SealedFile {
    private static final String FORMAT = "moltbot-vault-v1";
    private static final int SALT_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int MAX_BYTES = 1 << 20;

    private final Path file;
    private final MasterKey key;

    /// A file that need not exist yet.
    ///
    /// @param key  seals and opens it
    public SealedFile(Path file, MasterKey key) {
        this.file = file;
        this.key = key;
    }

    /// True once something was written.
    public boolean exists() {
        return Files.exists(file);
    }

    /// What was written. Throws where it does not open: then it is damaged, or the key is another.
    public byte[] read() {
        byte[] master = key.read();
        try {
            return open(content(), master);
        } catch (ContractException | IllegalArgumentException | GeneralSecurityException e) {
            throw new ContractException(
                    Code.UNAUTHENTICATED,
                    "The vault " + file + " is damaged or was made with another key. Nothing was changed: put back the"
                            + " right key file or a backup, or move vault.json away and set the keys again.",
                    e);
        } finally {
            Arrays.fill(master, (byte) 0);
        }
    }

    private byte[] content() {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ContractException(Code.TOO_LARGE, "The vault is longer than it can be.");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ContractException(Code.UNAVAILABLE, "The vault cannot be read.", e);
        }
    }

    /// Replaces it whole; it is on disk when this returns.
    public void write(byte[] content) {
        byte[] master = key.readOrMake();
        SecureRandom random = new SecureRandom();
        byte[] salt = new byte[SALT_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        try {
            KeptFile.write(file, seal(content, master, salt, nonce));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java 25 has HKDF and AES-GCM.", e);
        } finally {
            Arrays.fill(master, (byte) 0);
        }
    }

    /// What a file would hold that was made with this salt and nonce.
    public static byte[] seal(byte[] content, byte[] master, byte[] salt, byte[] nonce)
            throws GeneralSecurityException {
        Cipher cipher = cipher(Cipher.ENCRYPT_MODE, master, salt, nonce);
        return text(salt, nonce, cipher.doFinal(content));
    }

    /// What a file of these bytes holds.
    public static byte[] open(byte[] text, byte[] master) throws GeneralSecurityException {
        JsonObject json = JsonObject.parse(text);
        Base64.Decoder base64 = Base64.getDecoder();
        byte[] salt = base64.decode(json.text("salt"));
        byte[] nonce = base64.decode(json.text("nonce"));
        byte[] sealed = base64.decode(json.text("sealed"));
        if (salt.length != SALT_BYTES
                || nonce.length != NONCE_BYTES
                || !Arrays.equals(text, text(salt, nonce, sealed))) {
            throw ContractException.malformed("The vault is not in its one form.");
        }
        return cipher(Cipher.DECRYPT_MODE, master, salt, nonce).doFinal(sealed);
    }

    private static byte[] text(byte[] salt, byte[] nonce, byte[] sealed) {
        Base64.Encoder base64 = Base64.getEncoder();
        JsonObject json = JsonObject.with("format", FORMAT)
                .with("salt", base64.encodeToString(salt))
                .with("nonce", base64.encodeToString(nonce))
                .with("sealed", base64.encodeToString(sealed))
                .build();
        return (json + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static Cipher cipher(int mode, byte[] master, byte[] salt, byte[] nonce) throws GeneralSecurityException {
        byte[] format = FORMAT.getBytes(StandardCharsets.US_ASCII);
        SecretKey key = KDF.getInstance("HKDF-SHA256")
                .deriveKey(
                        "AES",
                        HKDFParameterSpec.ofExtract()
                                .addIKM(master)
                                .addSalt(salt)
                                .thenExpand(format, 32));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(format);
        cipher.updateAAD(salt);
        return cipher;
    }
}
