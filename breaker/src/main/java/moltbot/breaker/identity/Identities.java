package moltbot.breaker.identity;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import moltbot.breaker.exchange.Household;
import moltbot.breaker.identity.Outcome.Denied;
import moltbot.breaker.identity.Outcome.Granted;
import moltbot.breaker.identity.Outcome.Kind;
import org.jspecify.annotations.Nullable;

/// The one owner: becomes it by the one-time code, comes back by password. Nobody else can sign in, and nobody is
/// believed for where a request comes from. What it says to strangers does not name the product. Safe for use by
/// several threads; [#claim] and [#signIn] take turns. A try counts once it has its turn, so that who is sent away as
/// one too many has lost nothing.
public final class Identities {
    public static final int SHORTEST_PASSWORD = 10;
    private static final int LONGEST_PASSWORD = 256;
    private static final int MAY_WAIT = 4;

    private final IdentityStore store;
    private final SecureRandom random = new SecureRandom();
    private final OneTimeCode code;
    private final Sessions sessions;
    private final OneAtATime turns = new OneAtATime(MAY_WAIT);
    private final Devices devices = new Devices(random);
    private final Tries passwords;
    private final Tries codes;
    private volatile @Nullable String ownerHash;
    private volatile Runnable whenEnded = () -> {};

    public Identities(IdentityStore store, Clock clock, LongSupplier nanos) {
        this.store = store;
        this.code = new OneTimeCode(random, nanos);
        this.sessions = new Sessions(store, clock, random);
        this.passwords = new Tries(
                new Throttle(5, Duration.ofSeconds(30), Duration.ofMinutes(15), nanos),
                new Throttle(5, Duration.ofSeconds(30), Duration.ofMinutes(15), nanos),
                new Throttle(60, Duration.ofSeconds(10), Duration.ofMinutes(1), nanos));
        // Nobody guesses 58 bits: the pauses only keep the noise down, and all strangers together have the code's own.
        this.codes = new Tries(
                new Throttle(5, Duration.ofSeconds(5), Duration.ofMinutes(1), nanos),
                new Throttle(5, Duration.ofSeconds(5), Duration.ofMinutes(1), nanos),
                new Throttle(Integer.MAX_VALUE, Duration.ZERO, Duration.ZERO, nanos));
        this.ownerHash = store.ownerHash().orElse(null);
    }

    /// True once there is an owner.
    public boolean claimed() {
        return ownerHash != null;
    }

    /// Runs `action` after sign-ins have ended before their time, on whichever thread ended them. One action only.
    public void whenEnded(Runnable action) {
        whenEnded = action;
    }

    /// Whose tries the next one is counted with.
    ///
    /// @param mark  what the browser kept from [#mark], if anything
    public Guesser guesser(InetAddress client, Optional<String> mark) {
        String hash = ownerHash;
        return new Guesser(
                Household.of(client), hash == null ? Optional.empty() : mark.flatMap(text -> Devices.read(text, hash)));
    }

    /// For a browser that is signed in to keep: makes it known at its next sign-in. Empty where there is no owner.
    public Optional<String> mark() {
        return Optional.ofNullable(ownerHash).map(devices::mark);
    }

    /// A fresh one-time code; every code before it is void.
    public String issueCode() {
        return code.issue();
    }

    public static Duration codeLife() {
        return OneTimeCode.LIFE;
    }

    /// Makes whoever knows the code the owner, with a new password; every sign-in before ends.
    public Outcome claim(String attempt, String password, Guesser guesser, long epoch) throws InterruptedException {
        String fit = Normalizer.normalize(password, Normalizer.Form.NFC);
        if (fit.length() < SHORTEST_PASSWORD || fit.length() > LONGEST_PASSWORD) {
            return denied(
                    Kind.UNFIT_PASSWORD,
                    "Choose a password of " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD
                            + " characters. A few random words are good. The code was not used up.");
        }
        if (!codes.wait(guesser).isZero()) {
            return tooManyCodes(codes.wait(guesser));
        }
        if (!turns.enter()) {
            return busy();
        }
        try {
            Duration wait = codes.wait(guesser);
            return wait.isZero() ? judgeCode(attempt, fit, guesser, epoch) : tooManyCodes(wait);
        } finally {
            Argon2.giveBack();
            turns.leave();
        }
    }

    private Outcome judgeCode(String attempt, String password, Guesser guesser, long epoch) {
        codes.count(guesser);
        return switch (code.judge(attempt)) {
            case WRONG -> denied(Kind.WRONG_CODE, "That code is not right. Compare it with the one on the host.");
            case VOID ->
                denied(
                        Kind.VOID_CODE,
                        "No such code is valid any more. Get a fresh one on the host, with the command: code");
            case RIGHT -> {
                codes.forgive(guesser);
                yield become(password, epoch);
            }
        };
    }

    private Outcome become(String password, long epoch) {
        String hash = Argon2.hash(password, random);
        store.saveOwner(hash);
        ownerHash = hash;
        code.spend();
        sessions.endAll();
        return granted(epoch);
    }

    /// A new sign-in may push out the oldest.
    private Outcome granted(long epoch) {
        String token = sessions.issue(epoch);
        whenEnded.run();
        return new Granted(token);
    }

    /// Signs the owner in.
    public Outcome signIn(String password, Guesser guesser, long epoch) throws InterruptedException {
        String hash = ownerHash;
        if (hash == null) {
            return denied(Kind.UNCLAIMED, "There is no owner yet: use the one-time code printed on the host.");
        }
        if (!passwords.wait(guesser).isZero()) {
            return tooManyPasswords(passwords.wait(guesser));
        }
        if (!turns.enter()) {
            return busy();
        }
        try {
            Duration wait = passwords.wait(guesser);
            return wait.isZero() ? judgePassword(hash, password, guesser, epoch) : tooManyPasswords(wait);
        } finally {
            Argon2.giveBack();
            turns.leave();
        }
    }

    private Outcome judgePassword(String hash, String password, Guesser guesser, long epoch) {
        passwords.count(guesser);
        String fit = Normalizer.normalize(password, Normalizer.Form.NFC);
        if (fit.length() > LONGEST_PASSWORD || !Argon2.matches(hash, fit)) {
            return denied(Kind.WRONG_PASSWORD, "That password is not right.");
        }
        passwords.forgive(guesser);
        return granted(epoch);
    }

    private static Denied tooManyPasswords(Duration wait) {
        return new Denied(
                Kind.TOO_MANY,
                "Too many wrong passwords. Wait " + spoken(wait)
                        + ", or use a recovery code from the host, made with the command: code",
                wait);
    }

    private static Denied tooManyCodes(Duration wait) {
        return new Denied(
                Kind.TOO_MANY,
                "Too many wrong codes. The code on the host was not used up by them: wait " + spoken(wait)
                        + ", then try again.",
                wait);
    }

    private static String spoken(Duration wait) {
        long seconds = wait.toSeconds() + 1;
        return seconds < 90 ? seconds + " seconds" : (seconds + 59) / 60 + " minutes";
    }

    private static Denied busy() {
        return new Denied(
                Kind.BUSY,
                "Too many people are signing in at this moment. Try again in a second.",
                Duration.ofSeconds(1));
    }

    private static Denied denied(Kind kind, String message) {
        return new Denied(kind, message, Duration.ZERO);
    }

    /// Judges what a request carries.
    ///
    /// @param token  the cookie, if there was one
    public Authentication authenticate(Optional<String> token, long epoch) {
        if (token.isEmpty()) {
            return new Authentication.Absent();
        }
        return sessions.find(token.get(), epoch)
                .<Authentication>map(Authentication.Authenticated::new)
                .orElseGet(Authentication.Rejected::new);
    }

    /// True while a sign-in that was found to hold goes on holding.
    public boolean holds(SignedIn who) {
        return sessions.holds(who.digest());
    }

    public void signOut(SignedIn who) {
        sessions.end(who.digest());
        whenEnded.run();
    }

    /// Ends every sign-in at once: the breaker tripped. Does not touch the disk; the new epoch bars what is there.
    public void endAll() {
        sessions.forgetAll();
    }
}
