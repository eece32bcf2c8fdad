package moltbot.contract.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;

/// Seals a text with a shared key (HMAC-SHA-256, RFC 2104) for one purpose: `base64url(payload).base64url(mac)`.
///
/// The purpose is part of what is authenticated, so that a seal made for one thing never opens as another, whatever
/// key it was made with. Safe for use by several threads.
public final class Seal {
    /// Length of every key, in bytes.
    public static final int KEY_BYTES = 32;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private final String purpose;
    private final SecretKeySpec key;

    public Seal(String purpose, byte[] key) {
        if (key.length != KEY_BYTES) {
            throw ContractException.malformed("A key for '" + purpose + "' must have " + KEY_BYTES + " bytes.");
        }
        this.purpose = purpose;
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    /// The payload and its seal as one printable text.
    public String close(byte[] payload) {
        return ENCODER.encodeToString(payload) + "." + ENCODER.encodeToString(mac(payload));
    }

    /// The payload, if this key sealed it for this purpose; otherwise [Code#UNAUTHENTICATED].
    public byte[] open(String sealed) {
        int dot = sealed.indexOf('.');
        try {
            byte[] payload = DECODER.decode(sealed.substring(0, Math.max(dot, 0)));
            byte[] mac = DECODER.decode(sealed.substring(dot + 1));
            if (dot > 0 && MessageDigest.isEqual(mac, mac(payload))) {
                return payload;
            }
        } catch (IllegalArgumentException e) {
            throw new ContractException(Code.UNAUTHENTICATED, "A seal is not readable.", e);
        }
        throw new ContractException(Code.UNAUTHENTICATED, "A seal for '" + purpose + "' does not hold.");
    }

    /// HMAC-SHA-256 over `purpose NUL payload`.
    public byte[] mac(byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HMAC-SHA-256.", e);
        }
    }

    /// SHA-256 as lower-case hex, over the parts in order, each preceded by its length: no two lists share a digest.
    public static String digest(byte[]... parts) {
        MessageDigest digest = sha256();
        for (byte[] part : parts) {
            digest.update((part.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(part);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /// SHA-256 of exactly these bytes, as lower-case hex.
    public static String sha256Hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no SHA-256.", e);
        }
    }

    @Override
    public String toString() {
        return "Seal[" + purpose + "]";
    }
}
