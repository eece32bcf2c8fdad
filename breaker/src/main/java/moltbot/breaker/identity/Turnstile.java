package moltbot.breaker.identity;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import moltbot.breaker.factor.Argon2;
import moltbot.breaker.identity.Outcome.Denied;
import moltbot.breaker.identity.Outcome.Kind;
import moltbot.breaker.throttle.Guesser;
import moltbot.breaker.throttle.OneAtATime;
import moltbot.breaker.throttle.Tries;

/// Where guesses wait: one expensive judgement at a time, and none for who has to wait. A try counts once it has its
/// turn, so that who is sent away as one too many has lost nothing. Safe for use by several threads.
final class Turnstile {
    private static final int MAY_WAIT = 4;

    private final OneAtATime turns = new OneAtATime(MAY_WAIT);

    /// @param tooMany  what to say to who has to wait
    Outcome pass(Tries tries, Guesser guesser, Function<Duration, Denied> tooMany, Supplier<Outcome> judge)
            throws InterruptedException {
        Duration wait = tries.wait(guesser);
        if (!wait.isZero()) {
            return tooMany.apply(wait);
        }
        if (!turns.enter()) {
            return new Denied(
                    Kind.BUSY,
                    "Too many people are signing in at this moment. Try again in a second.",
                    Duration.ofSeconds(1));
        }
        try {
            Duration stillWait = tries.wait(guesser);
            if (!stillWait.isZero()) {
                return tooMany.apply(stillWait);
            }
            tries.count(guesser);
            return judge.get();
        } finally {
            Argon2.giveBack();
            turns.leave();
        }
    }

    static String spoken(Duration wait) {
        long seconds = wait.toSeconds() + 1;
        return seconds < 90 ? seconds + " seconds" : (seconds + 59) / 60 + " minutes";
    }
}
