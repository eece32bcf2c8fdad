package moltbot.breaker;

import java.security.SecureRandom;

/// Short names a person can type: ten characters, fifty random bits.
final class Names {
    private static final String ALPHABET = "abcdefghjkmnpqrstvwxyz0123456789";
    private static final int LENGTH = 10;

    private final SecureRandom random;

    Names(SecureRandom random) {
        this.random = random;
    }

    String next() {
        StringBuilder name = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return name.toString();
    }
}
