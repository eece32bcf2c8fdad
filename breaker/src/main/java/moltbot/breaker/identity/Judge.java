package moltbot.breaker.identity;

import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import moltbot.breaker.factor.Argon2;
import moltbot.breaker.factor.RecoveryCodes;
import moltbot.breaker.factor.Totp;
import moltbot.breaker.identity.Outcome.Denied;
import moltbot.breaker.identity.Outcome.Kind;
import moltbot.breaker.identity.Outcome.Proved;
import moltbot.breaker.throttle.Guesser;
import moltbot.breaker.throttle.Throttle;
import moltbot.breaker.throttle.Tries;

/// Decides whether what somebody shows is the owner's. A passkey is enough, for it verifies its user; else it takes the
/// password and, where an app is enrolled, its code or a recovery code. Every way is throttled before it is judged, for
/// this machine too. Safe for use by several threads.
final class Judge {
    static final int LONGEST_PASSWORD = 256;
    /// The host's own tries are counted apart, so that strangers cannot use them up.
    private static final Guesser HOST = new Guesser("host", Optional.of("host"));

    private final Ownership ownership;
    private final Turnstile turnstile;
    private final PasskeyJudge passkeys;
    private final Clock clock;
    private final Tries passwords;
    private final Tries seconds;

    Judge(Ownership ownership, Turnstile turnstile, PasskeyJudge passkeys, Clock clock, LongSupplier nanos) {
        this.ownership = ownership;
        this.turnstile = turnstile;
        this.passkeys = passkeys;
        this.clock = clock;
        Duration first = Duration.ofSeconds(30);
        Duration longest = Duration.ofMinutes(15);
        this.passwords = new Tries(
                new Throttle(5, first, longest, nanos),
                new Throttle(5, first, longest, nanos),
                new Throttle(60, Duration.ofSeconds(10), Duration.ofMinutes(1), nanos));
        // Whoever gets here has the password: six digits must not fall to patience, from however many places.
        this.seconds = new Tries(
                new Throttle(5, first, longest, nanos),
                new Throttle(5, first, longest, nanos),
                new Throttle(20, first, longest, nanos));
    }

    /// @param right  what follows if it is; a part of the same turn
    Outcome judge(Evidence evidence, Visitor visitor, UnaryOperator<Outcome> right) throws InterruptedException {
        Optional<Owner> owner = ownership.now();
        if (owner.isEmpty()) {
            return denied(Kind.UNCLAIMED, "There is no owner yet: use the one-time code printed on the host.");
        }
        return switch (evidence) {
            case Evidence.Secret secret -> judge(owner.get(), secret, visitor.guesser(), right);
            case Evidence.Signature signature -> right.apply(passkeys.judge(signature, visitor));
        };
    }

    private Outcome judge(Owner owner, Evidence.Secret secret, Guesser guesser, UnaryOperator<Outcome> right)
            throws InterruptedException {
        Optional<String> hash = owner.password();
        if (hash.isEmpty()) {
            return secret.code().isEmpty()
                    ? denied(Kind.NO_PASSWORD, "No password is set here: use your passkey, or a recovery code.")
                    : right.apply(second(owner, secret.code(), guesser));
        }
        return turnstile.pass(passwords, guesser, Judge::tooManyPasswords, () -> {
            if (!matches(hash.get(), secret.password())) {
                return denied(Kind.WRONG_PASSWORD, "That password is not right.");
            }
            passwords.forgive(guesser);
            if (owner.app().isEmpty()) {
                return right.apply(new Proved(Means.PASSWORD));
            }
            return secret.code().isEmpty()
                    ? denied(Kind.CODE_NEEDED, "Now the code from your authenticator app, or a recovery code.")
                    : right.apply(second(owner, secret.code(), guesser));
        });
    }

    private static boolean matches(String hash, String password) {
        String fit = Normalizer.normalize(password, Normalizer.Form.NFC);
        return fit.length() <= LONGEST_PASSWORD && Argon2.matches(hash, fit);
    }

    /// The code of the app, or a recovery code. Each is used up before it counts.
    private Outcome second(Owner owner, String code, Guesser guesser) {
        Duration wait = seconds.wait(guesser);
        if (!wait.isZero()) {
            return new Denied(
                    Kind.TOO_MANY, "Too many wrong codes. Wait " + Turnstile.spoken(wait) + ", then try again.", wait);
        }
        seconds.count(guesser);
        Optional<Means> means = owner.app().isPresent() && Totp.looksLikeOne(code) ? app(code) : recovery(code);
        means.ifPresent(right -> seconds.forgive(guesser));
        return means.<Outcome>map(Proved::new)
                .orElseGet(() -> denied(
                        Kind.WRONG_SECOND,
                        "That code is not right, or was used before. Wait for the app's next one, or use a recovery"
                                + " code that is left."));
    }

    private Optional<Means> app(String code) {
        boolean used = ownership.change(owner -> {
            Optional<Owner.App> app = owner.app();
            OptionalLong step = app.map(one ->
                            Totp.accept(one.secret(), code, clock.instant().getEpochSecond(), one.lastStep()))
                    .orElseGet(OptionalLong::empty);
            return step.isEmpty() ? owner : owner.with(app.map(one -> new Owner.App(one.secret(), step.getAsLong())));
        });
        return used ? Optional.of(Means.PASSWORD_AND_APP) : Optional.empty();
    }

    private Optional<Means> recovery(String code) {
        String digest = RecoveryCodes.digest(code);
        boolean used = ownership.change(owner -> {
            List<String> left = owner.recovery().stream()
                    .filter(kept -> !kept.equals(digest))
                    .toList();
            return left.size() == owner.recovery().size() ? owner : owner.withRecovery(left);
        });
        return used ? Optional.of(Means.RECOVERY_CODE) : Optional.empty();
    }

    /// What the host has to show before it may reset a trip.
    Host atHost() {
        return ownership
                .now()
                .map(owner -> owner.app().isPresent()
                        ? Host.APP
                        : owner.password().isPresent() ? Host.PASSWORD : Host.RECOVERY)
                .orElse(Host.NOTHING);
    }

    /// Judges what was typed at the host. A terminal cannot ask a passkey, so that one factor that can be typed counts:
    /// the app's code where one is enrolled, else the password; a recovery code always.
    Outcome judgeAtHost(String typed) throws InterruptedException {
        Host wanted = atHost();
        Optional<Owner> owner = ownership.now();
        if (owner.isEmpty()) {
            return new Proved(Means.HOST_CODE);
        }
        if (typed.isEmpty()) {
            return denied(Kind.CODE_NEEDED, "This wants a second key: " + wanted.spoken() + ". Nothing was changed.");
        }
        if (wanted == Host.PASSWORD && recovery(typed).isEmpty()) {
            return judge(owner.get(), new Evidence.Secret(typed, ""), HOST, UnaryOperator.identity());
        }
        return wanted == Host.PASSWORD ? new Proved(Means.RECOVERY_CODE) : second(owner.get(), typed, HOST);
    }

    private static Denied tooManyPasswords(Duration wait) {
        return new Denied(
                Kind.TOO_MANY,
                "Too many wrong passwords. Wait " + Turnstile.spoken(wait)
                        + ", or use a recovery code from the host, made with the command: code",
                wait);
    }

    private static Denied denied(Kind kind, String message) {
        return new Denied(kind, message, Duration.ZERO);
    }
}
