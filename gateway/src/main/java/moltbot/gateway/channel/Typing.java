package moltbot.gateway.channel;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import moltbot.contract.channel.Address;

/// Shows in a messenger that an answer is on its way: from a moment after a message was taken until something is said
/// there, but not for ever, since a messenger is not told what a turn does. What is answered at once is not shown so
/// first. Few at once: where there are more, those are not shown. Safe for several threads.
public final class Typing implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("channel");
    private static final int MOST = 64;

    /// Shows it once, for as long as the messenger does.
    @FunctionalInterface
    public interface Sign {
        void show(Address to) throws InterruptedException;
    }

    /// When it is shown.
    ///
    /// @param first    after so long
    /// @param again    and again, before the messenger takes it down
    /// @param longest  until then
    public record Times(Duration first, Duration again, Duration longest) {}

    private final Sign sign;
    private final Times times;
    private final Map<Address, CountDownLatch> shown = new HashMap<>();

    public Typing(Sign sign, Times times) {
        this.sign = sign;
        this.times = times;
    }

    /// Something was taken there that will be answered. Quick.
    public synchronized void begin(Address to) {
        if (shown.size() < MOST && !shown.containsKey(to)) {
            CountDownLatch said = new CountDownLatch(1);
            shown.put(to, said);
            Thread.ofVirtual().name("typing").start(() -> show(to, said));
        }
    }

    /// Something is said there now. Quick.
    public synchronized void end(Address to) {
        CountDownLatch said = shown.remove(to);
        if (said != null) {
            said.countDown();
        }
    }

    private void show(Address to, CountDownLatch said) {
        long begun = System.nanoTime();
        try {
            boolean over = said.await(times.first().toNanos(), TimeUnit.NANOSECONDS);
            while (!over && System.nanoTime() - begun < times.longest().toNanos()) {
                sign.show(to);
                over = said.await(times.again().toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "That an answer is on its way could not be shown.", e);
        } finally {
            synchronized (this) {
                shown.remove(to, said);
            }
        }
    }

    @Override
    public synchronized void close() {
        shown.values().forEach(CountDownLatch::countDown);
        shown.clear();
    }
}
