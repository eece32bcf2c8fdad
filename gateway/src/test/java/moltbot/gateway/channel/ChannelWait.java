package moltbot.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waits for what another thread does.
public final class ChannelWait {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private ChannelWait() {}

    /// Returns once it is so.
    public static void until(String what, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!condition.call()) {
                assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(deadline);
                LockSupport.parkNanos(2_000_000);
            }
        } catch (Exception e) {
            throw new AssertionError(what, e);
        }
    }
}
