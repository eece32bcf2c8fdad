package moltbot.guardian;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for a condition, with a deadline.
public final class Await {
    private Await() {}

    public static void until(String what, Duration limit, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new AssertionError("It did not come about within " + limit + ": " + what);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    /// It holds, and keeps holding for this long.
    public static void stays(String what, Duration time, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < time.toNanos()) {
            if (!condition.getAsBoolean()) {
                throw new AssertionError("It did not stay so: " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
