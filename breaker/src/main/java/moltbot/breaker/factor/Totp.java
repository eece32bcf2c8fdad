package moltbot.breaker.factor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Codes of an authenticator app (RFC 6238 over RFC 4226): HMAC-SHA-1, six digits, thirty seconds, which is what every
/// app speaks. Pure; who used which step is the caller's to remember.
public final class Totp {
    private static final int SECRET_BYTES = 20;
    private static final int STEP_SECONDS = 30;
    private static final int DIGITS = 6;
    private static final int RANGE = 1_000_000;
    /// A clock may be off by one step in either direction (RFC 6238, 5.2).
    private static final int DRIFT = 1;

    private Totp() {}

    /// A fresh secret of 160 bits, in base 32.
    public static String newSecret(SecureRandom random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return Base32.encode(secret);
    }

    /// True for what could be a code.
    public static boolean looksLikeOne(String text) {
        return text.length() == DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /// The step this code belongs to, if it is right now and of a step after `lastStep`: so each is used once.
    public static OptionalLong accept(String secret, String code, long epochSecond, long lastStep) {
        long now = Math.floorDiv(epochSecond, STEP_SECONDS);
        OptionalLong found = OptionalLong.empty();
        for (long step = now - DRIFT; step <= now + DRIFT; step++) {
            boolean equal = MessageDigest.isEqual(
                    code(secret, step).getBytes(StandardCharsets.US_ASCII), code.getBytes(StandardCharsets.UTF_8));
            if (equal && step > lastStep && found.isEmpty()) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /// What an app shows at a time.
    public static String at(String secret, long epochSecond) {
        return code(secret, Math.floorDiv(epochSecond, STEP_SECONDS));
    }

    private static String code(String secret, long step) {
        byte[] hash = hmac(Base32.decode(secret), step);
        int offset = hash[hash.length - 1] & 0xf;
        int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & Integer.MAX_VALUE;
        String digits = Integer.toString(number % RANGE);
        return "0".repeat(DIGITS - digits.length()) + digits;
    }

    private static byte[] hmac(byte[] key, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            return mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HMAC-SHA-1.", e);
        }
    }

    /// What the QR code says to the app: the key URI that apps agree on.
    ///
    /// @param label  the house, as the owner calls it
    public static String uri(String secret, String label) {
        return "otpauth://totp/" + label + "?secret=" + secret + "&issuer=" + label
                + "&algorithm=SHA1&digits=6&period=30";
    }
}
