package moltbot.breaker.identity;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import moltbot.breaker.identity.Outcome.Denied;
import moltbot.breaker.identity.Outcome.Granted;
import moltbot.breaker.identity.Outcome.Kind;
import org.jspecify.annotations.Nullable;

/// The one owner: becomes it by the one-time code, comes back by password. Nobody else can sign in, and nobody is
/// believed for where a request comes from. What it says to strangers does not name the product. Safe for use by
/// several threads; [#claim] and [#signIn] take turns.
public final class Identities {
    public static final int SHORTEST_PASSWORD = 10;
    private static final int LONGEST_PASSWORD = 256;
    private static final int MAY_WAIT = 4;

    private final IdentityStore store;
    private final SecureRandom random = new SecureRandom();
    private final OneTimeCode code;
    private final Sessions sessions;
    private final OneAtATime turns = new OneAtATime(MAY_WAIT);
    private final Throttle perAddress;
    private final Throttle everywhere;
    private volatile @Nullable String ownerHash;

    public Identities(IdentityStore store, Clock clock, LongSupplier nanos) {
        this.store = store;
        this.code = new OneTimeCode(random, nanos);
        this.sessions = new Sessions(store, clock, random);
        this.perAddress = new Throttle(5, Duration.ofSeconds(30), Duration.ofMinutes(15), nanos);
        this.everywhere = new Throttle(60, Duration.ofSeconds(10), Duration.ofMinutes(1), nanos);
        this.ownerHash = store.ownerHash().orElse(null);
    }

    /// True once there is an owner.
    public boolean claimed() {
        return ownerHash != null;
    }

    /// A fresh one-time code; every code before it is void.
    public String issueCode() {
        return code.issue();
    }

    public static Duration codeLife() {
        return OneTimeCode.LIFE;
    }

    /// Makes whoever knows the code the owner, with a new password; every sign-in before ends.
    public Outcome claim(String attempt, String password, long epoch) throws InterruptedException {
        String fit = Normalizer.normalize(password, Normalizer.Form.NFC);
        if (fit.length() < SHORTEST_PASSWORD || fit.length() > LONGEST_PASSWORD) {
            return denied(
                    Kind.UNFIT_PASSWORD,
                    "Choose a password of " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD
                            + " characters. A few random words are good. The code was not used up.");
        }
        if (!turns.enter()) {
            return busy();
        }
        try {
            return switch (code.judge(attempt)) {
                case WRONG -> denied(Kind.WRONG_CODE, "That code is not right. Compare it with the one on the host.");
                case VOID ->
                    denied(
                            Kind.VOID_CODE,
                            "No such code is valid any more. Get a fresh one on the host, with the command: code");
                case RIGHT -> become(fit, epoch);
            };
        } finally {
            Argon2.giveBack();
            turns.leave();
        }
    }

    private Outcome become(String password, long epoch) {
        String hash = Argon2.hash(password, random);
        store.saveOwner(hash);
        ownerHash = hash;
        code.spend();
        sessions.endAll();
        return new Granted(sessions.issue(epoch));
    }

    /// Signs the owner in.
    public Outcome signIn(String password, InetAddress client, long epoch) throws InterruptedException {
        String hash = ownerHash;
        if (hash == null) {
            return denied(Kind.UNCLAIMED, "There is no owner yet: use the one-time code printed on the host.");
        }
        String key = client.getHostAddress();
        Duration wait = pause(key);
        if (!wait.isZero()) {
            return tooMany(wait);
        }
        if (!turns.enter()) {
            return busy();
        }
        try {
            return signInAtItsTurn(password, hash, key, epoch);
        } finally {
            Argon2.giveBack();
            turns.leave();
        }
    }

    /// Only a try that gets its turn counts; whoever was before it may have used up what was free.
    private Outcome signInAtItsTurn(String password, String hash, String key, long epoch) {
        Duration wait = pause(key);
        if (!wait.isZero()) {
            return tooMany(wait);
        }
        perAddress.count(key);
        everywhere.count("");
        String fit = Normalizer.normalize(password, Normalizer.Form.NFC);
        if (fit.length() > LONGEST_PASSWORD || !Argon2.matches(hash, fit)) {
            return denied(Kind.WRONG_PASSWORD, "That password is not right.");
        }
        perAddress.forgive(key);
        everywhere.forgive("");
        return new Granted(sessions.issue(epoch));
    }

    private Duration pause(String key) {
        Duration here = perAddress.pause(key);
        return here.isZero() ? everywhere.pause("") : here;
    }

    private static Denied tooMany(Duration wait) {
        return new Denied(
                Kind.TOO_MANY,
                "Too many wrong passwords. Wait " + spoken(wait)
                        + ", or use a recovery code from the host, made with the command: code",
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

    public void signOut(SignedIn who) {
        sessions.end(who.digest());
    }

    /// Ends every sign-in at once: the breaker tripped. Does not touch the disk; the new epoch bars what is there.
    public void endAll() {
        sessions.forgetAll();
    }
}
