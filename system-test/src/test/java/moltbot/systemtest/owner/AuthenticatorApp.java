package moltbot.systemtest.owner;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The app on a phone: time-based one-time passwords of six digits, new every thirty seconds (RFC 6238, RFC 4648 §6).
final class AuthenticatorApp {
    private static final int STEP_SECONDS = 30;
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final byte[] secret;

    /// @param key  as the page shows it to whoever types it in
    AuthenticatorApp(String key) {
        String text = key.replace(" ", "").toUpperCase(Locale.ROOT);
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * 5 / 8);
        int bits = 0;
        int have = 0;
        for (int i = 0; i < text.length(); i++) {
            bits = bits << 5 | BASE32.indexOf(text.charAt(i));
            have += 5;
            if (have >= 8) {
                have -= 8;
                bytes.put((byte) (bits >> have));
            }
        }
        this.secret = bytes.array();
    }

    /// What it shows so many steps of thirty seconds from now: a clock may be off by one.
    String code(int ahead) throws GeneralSecurityException {
        long step = System.currentTimeMillis() / 1000 / STEP_SECONDS + ahead;
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(secret, "HmacSHA1"));
        byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        int number = ByteBuffer.wrap(hash, hash[hash.length - 1] & 0xf, Integer.BYTES)
                        .getInt()
                & Integer.MAX_VALUE;
        return String.format(Locale.ROOT, "%06d", number % 1_000_000);
    }
}
