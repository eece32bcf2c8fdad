package moltbot.runtime.patience;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;

/// Tries again after a while: pauses double up to a bound and are jittered, and the whole has an end. Immutable.
///
/// @param nanos  a monotonic clock
/// @param sleep  waits
/// @param chance from 0 to 1
public record Patience(LongSupplier nanos, Sleep sleep, DoubleSupplier chance) {
    /// The machine's own clock and rest.
    public static final Patience REAL = new Patience(
            System::nanoTime, Patience::rest, () -> ThreadLocalRandom.current().nextDouble());

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    /// Waits for a while.
    @FunctionalInterface
    public interface Sleep {
        void sleep(Duration time) throws InterruptedException;
    }

    private static void rest(Duration time) throws InterruptedException {
        LockSupport.parkNanos(time.toNanos());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /// One try.
    @FunctionalInterface
    public interface Attempt<T> {
        T run() throws InterruptedException;
    }

    /// True where the other side of a link was not there, or went away.
    public static boolean isLink(ContractException e) {
        return e.code() == Code.LOST || e.code() == Code.UNAVAILABLE || e.code() == Code.TIMEOUT;
    }

    /// Runs `attempt` until it works, fails in a way that is not `passing`, or `total` is over since it first failed.
    /// An interrupted thread ends as [InterruptedException], whatever its broken link threw.
    public <T> T retry(Duration total, Predicate<ContractException> passing, Attempt<T> attempt)
            throws InterruptedException {
        long firstFailure = 0;
        for (int failures = 0; ; failures++) {
            try {
                return attempt.run();
            } catch (ContractException e) {
                if (Thread.interrupted()) {
                    throw (InterruptedException) new InterruptedException("Cancelled.").initCause(e);
                }
                long now = nanos.getAsLong();
                firstFailure = failures == 0 ? now : firstFailure;
                if (!passing.test(e) || now - firstFailure >= total.toNanos()) {
                    throw e;
                }
            }
            pause(failures);
        }
    }

    /// Waits as after that many failures.
    public void pause(int failures) throws InterruptedException {
        long bound = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures, 10));
        sleep.sleep(Duration.ofMillis((long) (bound * (0.5 + 0.5 * chance.getAsDouble()))));
    }
}
