package moltbot.breaker.identity;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import moltbot.breaker.exchange.Household;
import moltbot.breaker.factor.Argon2;
import moltbot.breaker.factor.Guessable;
import moltbot.breaker.factor.OneTimeCode;
import moltbot.breaker.factor.RecoveryCodes;
import moltbot.breaker.identity.IdentityStore.Kept;
import moltbot.breaker.identity.Outcome.Denied;
import moltbot.breaker.identity.Outcome.Granted;
import moltbot.breaker.identity.Outcome.Kind;
import moltbot.breaker.identity.Outcome.Proved;
import moltbot.breaker.passkey.Passkey;
import moltbot.breaker.passkey.PasskeyCeremony;
import moltbot.breaker.throttle.Guesser;
import moltbot.breaker.throttle.Throttle;
import moltbot.breaker.throttle.Tries;

/// The one owner: becomes it by the one-time code, comes back by passkey or password. Nobody else can sign in, and
/// nobody is believed for where a request comes from. What it says to strangers does not name the product. Safe for use
/// by several threads; [#claim] and [#signIn] take turns.
public final class Identities {
    public static final int SHORTEST_PASSWORD = 10;

    private final SecureRandom random = new SecureRandom();
    private final OneTimeCode code;
    private final Ownership ownership;
    private final Sessions sessions;
    private final Turnstile turnstile = new Turnstile();
    private final Devices devices = new Devices(random);
    private final Challenges challenges;
    private final PasskeyJudge passkeys;
    private final Judge judge;
    private final Factors factors;
    private final Tokens tokens;
    private final Tries codes;
    private volatile Runnable whenEnded = () -> {};

    public Identities(IdentityStore store, PasskeyCeremony ceremony, Clock clock, LongSupplier nanos) {
        this.code = new OneTimeCode(random, nanos);
        this.ownership = new Ownership(store);
        this.sessions = new Sessions(store, clock, nanos, random);
        this.challenges = new Challenges(random, nanos);
        this.passkeys = new PasskeyJudge(ownership, ceremony, challenges, clock, nanos);
        this.judge = new Judge(ownership, turnstile, passkeys, clock, nanos);
        this.tokens = new Tokens(store, clock);
        this.factors = new Factors(ownership, passkeys, clock, random);
        // Nobody guesses 58 bits: the pauses only keep the noise down, and all strangers together have the code's own.
        this.codes = new Tries(
                new Throttle(5, Duration.ofSeconds(5), Duration.ofMinutes(1), nanos),
                new Throttle(5, Duration.ofSeconds(5), Duration.ofMinutes(1), nanos),
                new Throttle(Integer.MAX_VALUE, Duration.ZERO, Duration.ZERO, nanos));
        endWithoutOwner();
    }

    /// Where the owner was taken away on the host, nobody is signed in any more.
    private void endWithoutOwner() {
        if (ownership.now().isEmpty()) {
            sessions.end(_ -> true);
            tokens.revokeAll();
        }
    }

    /// True once there is an owner.
    public boolean claimed() {
        return ownership.now().isPresent();
    }

    /// What changes with the owner, and with nothing else; empty where there is none.
    public Optional<String> owner() {
        return ownership.now().map(Owner::handle);
    }

    /// What the owner signs in with, to see and to change.
    public Factors factors() {
        return factors;
    }

    /// The tokens of machines.
    public Tokens tokens() {
        return tokens;
    }

    /// Runs `action` after sign-ins have ended before their time, on whichever thread ended them. One action only.
    public void whenEnded(Runnable action) {
        whenEnded = action;
    }

    /// Whose tries the next one is counted with.
    ///
    /// @param mark  what the browser kept from [#mark], if anything
    public Guesser guesser(InetAddress client, Optional<String> mark) {
        return new Guesser(
                Household.of(client),
                ownership.now().flatMap(owner -> mark.flatMap(text -> Devices.read(text, owner.marks()))));
    }

    /// For a browser that is signed in to keep: makes it known at its next sign-in. Empty where there is no owner.
    public Optional<String> mark() {
        return ownership.now().map(owner -> devices.mark(owner.marks()));
    }

    /// A fresh one-time code; every code before it is void.
    public String issueCode() {
        return code.issue();
    }

    public static Duration codeLife() {
        return OneTimeCode.LIFE;
    }

    /// A challenge for a passkey to sign.
    ///
    /// @param purpose  must be said again with the answer
    public String challenge(String purpose, long epoch) {
        return challenges.issue(purpose, epoch);
    }

    /// Makes whoever knows the code the owner, with what they choose to sign in with; everything that was chosen
    /// before, and every sign-in, ends.
    public Outcome claim(String attempt, Choice choice, Visitor visitor) throws InterruptedException {
        if (choice instanceof Choice.Password(String password)) {
            Optional<String> unfit = unfit(Normalizer.normalize(password, Normalizer.Form.NFC));
            if (unfit.isPresent()) {
                return denied(Kind.UNFIT_PASSWORD, unfit.get() + " The code was not used up.");
            }
        }
        return turnstile.pass(
                codes, visitor.guesser(), Identities::tooManyCodes, () -> judgeCode(attempt, choice, visitor));
    }

    /// What is wrong with a password that somebody chose; empty where nothing is.
    static Optional<String> unfit(String password) {
        if (password.length() < SHORTEST_PASSWORD || password.length() > Judge.LONGEST_PASSWORD) {
            return Optional.of("Choose a password of " + SHORTEST_PASSWORD + " to " + Judge.LONGEST_PASSWORD
                    + " characters. A few random words are good.");
        }
        return Guessable.is(password)
                ? Optional.of("That password is among the first that are tried. A few random words are good.")
                : Optional.empty();
    }

    private Outcome judgeCode(String attempt, Choice choice, Visitor visitor) {
        return switch (code.judge(attempt)) {
            case WRONG -> denied(Kind.WRONG_CODE, "That code is not right. Compare it with the one on the host.");
            case VOID ->
                denied(
                        Kind.VOID_CODE,
                        "No such code is valid any more. Get a fresh one on the host, with the command: code");
            case RIGHT -> {
                codes.forgive(visitor.guesser());
                yield become(choice, visitor);
            }
        };
    }

    private Outcome become(Choice choice, Visitor visitor) {
        Owner bare = new Owner(number(), number(), Optional.empty(), Optional.empty(), List.of(), List.of());
        List<String> shownOnce = List.of();
        Owner owner = switch (choice) {
            case Choice.Password(String password) ->
                bare.withPassword(
                        bare.marks(), Argon2.hash(Normalizer.normalize(password, Normalizer.Form.NFC), random));
            case Choice.NewPasskey(var place, String name, var credential) -> {
                Passkey passkey = passkeys.register(place, "claim", visitor.epoch(), name, credential);
                shownOnce = RecoveryCodes.fresh(random);
                yield bare.withPasskeys(List.of(passkey))
                        .withRecovery(
                                shownOnce.stream().map(RecoveryCodes::digest).toList());
            }
        };
        ownership.replace(owner);
        code.spend();
        sessions.end(kept -> true);
        tokens.revokeAll();
        return granted(visitor, Means.HOST_CODE, shownOnce);
    }

    private String number() {
        byte[] number = new byte[16];
        random.nextBytes(number);
        return HexFormat.of().formatHex(number);
    }

    /// A new sign-in may push out the oldest.
    private Outcome granted(Visitor visitor, Means means, List<String> shownOnce) {
        String token = sessions.issue(visitor.epoch(), means, visitor.browser());
        whenEnded.run();
        return new Granted(token, shownOnce);
    }

    /// Signs the owner in. What the browser carried before plays no part: every sign-in has a token of its own.
    public Outcome signIn(Evidence evidence, Visitor visitor) throws InterruptedException {
        return judge.judge(
                evidence,
                visitor,
                outcome -> outcome instanceof Proved(Means means) ? granted(visitor, means, List.of()) : outcome);
    }

    /// Makes a sign-in count as just proved.
    public Outcome stepUp(SignedIn who, Evidence evidence, Visitor visitor) throws InterruptedException {
        return judge.judge(evidence, visitor, outcome -> {
            if (outcome instanceof Proved) {
                sessions.proved(who.digest());
            }
            return outcome;
        });
    }

    /// What has to be typed at the host for [#proveAtHost].
    public Host wantedAtHost() {
        return judge.atHost();
    }

    /// Judges the second key of a reset.
    public Outcome proveAtHost(String typed) throws InterruptedException {
        return judge.judgeAtHost(typed);
    }

    private static Denied tooManyCodes(Duration wait) {
        return new Denied(
                Kind.TOO_MANY,
                "Too many wrong codes. The code on the host was not used up by them: wait " + Turnstile.spoken(wait)
                        + ", then try again.",
                wait);
    }

    private static Denied denied(Kind kind, String message) {
        return new Denied(kind, message, Duration.ZERO);
    }

    /// Judges what a machine's request carries.
    public Authentication authenticateMachine(String token, long epoch) {
        return switch (tokens.find(token, epoch)) {
            case Tokens.Found.Good(SignedIn who, var scopes) -> new Authentication.Machine(who, scopes);
            case Tokens.Found.Ended(String why) -> new Authentication.Rejected(why);
            case Tokens.Found.Unknown() -> new Authentication.Rejected("");
        };
    }

    /// Judges what a person's request carries.
    ///
    /// @param token  the cookie, if there was one
    public Authentication authenticate(Optional<String> token, long epoch) {
        if (token.isEmpty()) {
            return new Authentication.Absent();
        }
        return sessions.find(token.get(), epoch)
                .<Authentication>map(Authentication.Authenticated::new)
                .orElseGet(() -> new Authentication.Rejected(""));
    }

    /// True while a sign-in that was found to hold goes on holding.
    public boolean holds(SignedIn who) {
        return sessions.holds(who.digest()) || tokens.holds(who);
    }

    /// The sign-ins of an epoch, newest first.
    public List<Kept> signIns(long epoch) {
        return sessions.list(epoch);
    }

    /// How a sign-in is named to its owner: grants nothing.
    public static String nameOf(String digest) {
        return Sessions.id(digest);
    }

    public void signOut(SignedIn who) {
        end(kept -> kept.digest().equals(who.digest()));
    }

    /// Ends one sign-in by its name; false where there is none.
    public boolean end(String name) {
        return end(kept -> Sessions.id(kept.digest()).equals(name)) > 0;
    }

    /// Ends every other sign-in; how many there were.
    public int endOthers(SignedIn who) {
        return end(kept -> !kept.digest().equals(who.digest()));
    }

    private int end(java.util.function.Predicate<Kept> which) {
        int ended = sessions.end(which);
        whenEnded.run();
        return ended;
    }

    /// Ends every sign-in at once: the breaker tripped. Does not touch the disk; the new epoch bars what is there.
    public void endAll() {
        sessions.forgetAll();
    }
}
