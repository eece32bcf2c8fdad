package moltbot.systemtest.house;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Waits for what a real process does; fails with what it waited for.
public final class Await {
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private Await() {}

    /// How long it took until `condition` held. A condition that throws does not hold yet.
    public static Duration until(String what, Duration patience, Callable<Boolean> condition) {
        long start = System.nanoTime();
        Exception last = null;
        while (System.nanoTime() - start < patience.toNanos()) {
            try {
                if (condition.call()) {
                    return Duration.ofNanos(System.nanoTime() - start);
                }
            } catch (Exception e) {
                last = e;
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        throw failed(what, patience, last);
    }

    private static AssertionError failed(String what, Duration patience, @Nullable Exception last) {
        return new AssertionError("Waited " + patience + " for " + what, last);
    }
}
