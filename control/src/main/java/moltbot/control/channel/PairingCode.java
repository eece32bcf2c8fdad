package moltbot.control.channel;

import java.util.random.RandomGenerator;

/// Codes of eight characters that are not mistaken for one another when they are read out: 40 bits.
public final class PairingCode {
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int LENGTH = 8;

    private PairingCode() {}

    /// A new one.
    ///
    /// @param random  cryptographically strong
    public static String next(RandomGenerator random) {
        StringBuilder code = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }
}
