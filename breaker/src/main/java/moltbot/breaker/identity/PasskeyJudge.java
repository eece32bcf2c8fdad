package moltbot.breaker.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import moltbot.breaker.identity.Outcome.Denied;
import moltbot.breaker.identity.Outcome.Kind;
import moltbot.breaker.identity.Outcome.Proved;
import moltbot.breaker.passkey.Passkey;
import moltbot.breaker.passkey.PasskeyCeremony;
import moltbot.breaker.passkey.PasskeyCeremony.Place;
import moltbot.breaker.passkey.PasskeyCeremony.Result;
import moltbot.breaker.throttle.Throttle;
import moltbot.breaker.throttle.Tries;
import moltbot.contract.Cut;
import moltbot.contract.json.JsonObject;

/// The owner's passkeys: adds them and judges what they sign. Safe for use by several threads.
final class PasskeyJudge {
    private static final System.Logger LOG = System.getLogger("passkey");
    private static final int MOST = 16;
    private static final int LONGEST_NAME = 64;

    private final Ownership ownership;
    private final PasskeyCeremony ceremony;
    private final Challenges challenges;
    private final Clock clock;
    private final Tries tries;

    PasskeyJudge(
            Ownership ownership, PasskeyCeremony ceremony, Challenges challenges, Clock clock, LongSupplier nanos) {
        this.ownership = ownership;
        this.ceremony = ceremony;
        this.challenges = challenges;
        this.clock = clock;
        // Nobody guesses a signature: the pauses bound what strangers can make this machine verify.
        this.tries = new Tries(
                new Throttle(10, Duration.ofSeconds(5), Duration.ofMinutes(1), nanos),
                new Throttle(10, Duration.ofSeconds(5), Duration.ofMinutes(1), nanos),
                new Throttle(200, Duration.ofSeconds(1), Duration.ofSeconds(10), nanos));
    }

    Outcome judge(Evidence.Signature shown, Visitor visitor) {
        Duration wait = tries.wait(visitor.guesser());
        if (!wait.isZero()) {
            return new Denied(
                    Kind.TOO_MANY, "Too many tries. Wait " + Turnstile.spoken(wait) + ", then try again.", wait);
        }
        tries.count(visitor.guesser());
        Outcome outcome = verify(shown, visitor.epoch());
        if (outcome instanceof Proved) {
            tries.forgive(visitor.guesser());
        }
        return outcome;
    }

    private Outcome verify(Evidence.Signature shown, long epoch) {
        Optional<Challenges.Open> open = challenges.answered(shown.credential(), shown.purpose(), epoch);
        Optional<Passkey> known = ownership
                .now()
                .flatMap(owner -> owner.passkey(shown.credential().textOr("id", "")))
                .filter(passkey -> passkey.rpId().equals(shown.place().rpId()));
        if (open.isEmpty() || known.isEmpty()) {
            return wrong(open.isEmpty() ? "challenge" : "unknown passkey");
        }
        return switch (ceremony.verify(shown.place(), open.get().bytes(), known.get(), shown.credential())) {
            case Result.Verified(long counter) -> accept(open.get(), known.get(), counter);
            case Result.Cloned() -> cloned(known.get());
            case Result.Refused(String why) -> wrong(why);
            case Result.Registered registered -> throw new IllegalStateException("That was no sign-in.");
        };
    }

    private Outcome accept(Challenges.Open challenge, Passkey passkey, long counter) {
        if (!challenges.spend(challenge)) {
            return wrong("challenge used before");
        }
        long now = clock.instant().getEpochSecond();
        boolean kept = ownership.change(owner -> owner.passkey(passkey.id())
                .filter(one -> counter == 0 ? one.counter() == 0 : counter > one.counter())
                .map(one -> owner.withPasskey(passkey.id(), key -> key.used(counter, now)))
                .orElse(owner));
        return kept || counter == 0 ? new Proved(Means.PASSKEY) : cloned(passkey);
    }

    private static Denied wrong(String why) {
        LOG.log(System.Logger.Level.WARNING, "A passkey was refused: {0}", why);
        return new Denied(
                Kind.WRONG_PASSKEY,
                "That passkey does not open this. Try again, choose another, or use the password.",
                Duration.ZERO);
    }

    private static Denied cloned(Passkey passkey) {
        LOG.log(System.Logger.Level.WARNING, "The counter of passkey {0} went back.", passkey.id());
        return new Denied(
                Kind.CLONED_PASSKEY,
                "This passkey's counter went back, as if there were a copy of it. It was refused. Sign in another way,"
                        + " and remove it if you cannot explain this.",
                Duration.ZERO);
    }

    /// A new passkey from what a browser made of a challenge.
    ///
    /// @throws moltbot.contract.ContractException with a sentence where it does not hold
    Passkey register(Place place, String purpose, long epoch, String name, JsonObject credential) {
        Optional<Challenges.Open> open = challenges.answered(credential, purpose, epoch);
        if (open.isEmpty()) {
            throw refused("The time to make the passkey ran out. Try again.");
        }
        Result result = ceremony.register(place, open.get().bytes(), credential);
        if (result instanceof Result.Registered(String id, String key, long counter) && challenges.spend(open.get())) {
            long now = clock.instant().getEpochSecond();
            return new Passkey(id, name(name), place.rpId(), key, counter, now, now);
        }
        LOG.log(System.Logger.Level.WARNING, "A new passkey was refused: {0}", result);
        throw refused(
                "That passkey could not be added. It must be able to check that it is you (PIN, finger or face).");
    }

    void add(Passkey passkey) {
        boolean added = ownership.change(owner -> {
            if (owner.passkeys().size() >= MOST || owner.passkey(passkey.id()).isPresent()) {
                return owner;
            }
            List<Passkey> all = new ArrayList<>(owner.passkeys());
            all.add(passkey);
            return owner.withPasskeys(all);
        });
        if (!added) {
            throw refused("That passkey is here already, or there are " + MOST + ". Nothing was changed.");
        }
    }

    private static String name(String given) {
        String plain = given.strip().replaceAll("[\\p{Cntrl}\\p{Cf}]", "");
        String name = plain.isEmpty() ? "Passkey" : plain;
        return Cut.of(name, LONGEST_NAME);
    }

    static moltbot.contract.ContractException refused(String message) {
        return moltbot.contract.ContractException.refused("passkey", message);
    }
}
