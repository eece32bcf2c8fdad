package moltbot.breaker.factor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The code that is printed on the host and makes its reader the owner. In memory only; one at a time; ends after
/// [#LIFE], [#TRIES] wrong tries or one right use. Safe for use by several threads.
///
/// Guesses are slowed down where they come from. The bound here is for many guessers at once, and so high
/// that they cannot make the code void for the owner either: one guess in 10^12 codes would be right.
public final class OneTimeCode {
    public static final Duration LIFE = Duration.ofMinutes(15);
    static final int TRIES = 100_000;

    /// No letter or digit that looks or sounds like another: 58 bits in twelve.
    private static final String ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    private static final int LENGTH = 12;

    /// What a try came to.
    public enum Verdict {
        /// It is the code.
        RIGHT,
        /// It is another.
        WRONG,
        /// There is no code any more.
        VOID
    }

    private final SecureRandom random;
    private final LongSupplier nanos;
    private byte @Nullable [] code;
    private long issuedNanos;
    private int triesLeft;

    public OneTimeCode(SecureRandom random, LongSupplier nanos) {
        this.random = random;
        this.nanos = nanos;
    }

    /// A fresh code, with dashes for the eye. The one before is void.
    public synchronized String issue() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            text.append(i > 0 && i % 4 == 0 ? "-" : "").append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        code = canonical(text.toString());
        issuedNanos = nanos.getAsLong();
        triesLeft = TRIES;
        return text.toString();
    }

    /// Compares, and counts what is wrong. A right code stays until [#spend].
    public synchronized Verdict judge(String attempt) {
        byte[] wanted = code;
        if (wanted == null || triesLeft <= 0 || nanos.getAsLong() - issuedNanos > LIFE.toNanos()) {
            code = null;
            return Verdict.VOID;
        }
        if (MessageDigest.isEqual(wanted, canonical(attempt))) {
            return Verdict.RIGHT;
        }
        triesLeft--;
        return triesLeft > 0 ? Verdict.WRONG : Verdict.VOID;
    }

    /// It has been used.
    public synchronized void spend() {
        code = null;
    }

    private static byte[] canonical(String text) {
        return text.toUpperCase(Locale.ROOT).replace("-", "").replace(" ", "").getBytes(StandardCharsets.UTF_8);
    }
}
