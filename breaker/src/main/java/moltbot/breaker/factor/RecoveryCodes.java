package moltbot.breaker.factor;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import moltbot.contract.seal.Seal;

/// Ten codes for the day the phone is gone. Each is 79 random bits, so that a plain SHA-256 keeps it at rest; shown
/// once, good once.
public final class RecoveryCodes {
    private static final String ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    private static final int COUNT = 10;
    private static final int LENGTH = 16;

    private RecoveryCodes() {}

    /// Ten fresh codes, with dashes for the eye.
    public static List<String> fresh(SecureRandom random) {
        List<String> codes = new ArrayList<>(COUNT);
        for (int i = 0; i < COUNT; i++) {
            StringBuilder code = new StringBuilder();
            for (int at = 0; at < LENGTH; at++) {
                code.append(at > 0 && at % 4 == 0 ? "-" : "")
                        .append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            codes.add(code.toString());
        }
        return List.copyOf(codes);
    }

    /// What is kept of a code.
    public static String digest(String code) {
        String plain = code.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        return Seal.sha256Hex(("recovery:" + plain).getBytes(StandardCharsets.US_ASCII));
    }
}
