package moltbot.runtime.outbox;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import moltbot.contract.ContractException;
import moltbot.runtime.outbox.Outbox.Due;

/// Sends what is in the outbox: one letter at a time for each address and in order, several addresses at once. A
/// letter that fails is tried again after pauses that double, with jitter, for three days; then it is given up
/// and the owner is told. One address that fails never holds up another. Safe for several threads.
public final class Deliveries implements AutoCloseable {
    /// How long a letter is tried.
    public static final Duration LIFE = Duration.ofDays(3);

    /// Tries whose outcome nobody knows may each have reached the recipient; so only so many.
    static final int MOST_UNKNOWN = 3;

    private static final int AT_ONCE = 8;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final System.Logger LOG = System.getLogger("outbox");

    /// Told of each letter that was given up, perhaps again after a restart.
    @FunctionalInterface
    public interface Undertaker {
        void gaveUp(Letter letter, String why);
    }

    private final Outbox outbox;
    private final AddressLocks locks;
    private final Courier courier;
    private final Undertaker undertaker;
    private final InstantSource clock;
    private final DoubleSupplier chance;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Map<String, Thread> walks = new HashMap<>();
    private final Map<Long, Integer> unknown = new HashMap<>();
    private boolean closed;

    /// @param locks   held while a letter is on its way
    /// @param chance  from 0 to 1
    public Deliveries(
            Outbox outbox,
            AddressLocks locks,
            Courier courier,
            Undertaker undertaker,
            InstantSource clock,
            DoubleSupplier chance) {
        this.outbox = outbox;
        this.locks = locks;
        this.courier = courier;
        this.undertaker = undertaker;
        this.clock = clock;
        this.chance = chance;
    }

    /// Takes up what an earlier process left; it may have died before it told of what it gave up.
    public void resume() {
        outbox.lines().stream()
                .filter(line -> line.state().equals("dead"))
                .forEach(line -> undertaker.gaveUp(line.letter(), line.why()));
        outbox.addresses().forEach(this::wake);
    }

    /// Something waits for this address.
    public void wake(String address) {
        lock.lock();
        try {
            if (!closed) {
                walks.computeIfAbsent(
                        address, _ -> Thread.ofVirtual().name("delivery").start(() -> walk(address)));
                news.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void walk(String address) {
        try {
            for (Optional<Letter> next = next(address); next.isPresent(); next = next(address)) {
                deliver(next.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Letters to one address wait for the next message or start.", e);
            over(address);
        }
    }

    /// Waits for the next letter's time. Where there is none the walk is over, and whatever comes later begins
    /// another.
    private Optional<Letter> next(String address) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Optional<Due> due = outbox.first(address);
                if (due.isEmpty()) {
                    walks.remove(address);
                    return Optional.empty();
                }
                long pause = due.get().from() - clock.millis();
                if (pause <= 0) {
                    return Optional.of(due.get().letter());
                }
                boolean _ = news.await(pause, TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    private void over(String address) {
        lock.lock();
        try {
            walks.remove(address);
        } finally {
            lock.unlock();
        }
    }

    private void deliver(Letter letter) throws InterruptedException {
        Outcome outcome;
        try {
            // Whoever waits for its address takes nobody's place.
            outcome = locks.whileHeld(letter.address(), () -> {
                places.acquire();
                try {
                    outbox.sending(letter);
                    return courier.carry(letter, parts -> outbox.progress(letter.id(), parts));
                } finally {
                    places.release();
                }
            });
        } catch (ContractException e) {
            outcome = new Outcome.Later("The gateway could not be asked: " + e.getMessage(), Duration.ZERO);
        }
        switch (outcome) {
            case Outcome.Sent() -> {
                outbox.sent(letter.id());
                settled(letter);
            }
            case Outcome.Never(String why) -> giveUp(letter, why);
            case Outcome.Later(String why, Duration pause) -> again(letter, why, pause);
            case Outcome.Unknown(String why) -> {
                if (letter.once()) {
                    outbox.doubtful(letter.id(), why + " It may have arrived.");
                    lost(letter, why + " It may have arrived.");
                } else if (count(letter) >= MOST_UNKNOWN) {
                    giveUp(letter, why + " It may have arrived.");
                } else {
                    again(letter, why, Duration.ZERO);
                }
            }
        }
    }

    private int count(Letter letter) {
        lock.lock();
        try {
            return unknown.merge(letter.id(), 1, Integer::sum);
        } finally {
            lock.unlock();
        }
    }

    private void settled(Letter letter) {
        lock.lock();
        try {
            unknown.remove(letter.id());
        } finally {
            lock.unlock();
        }
    }

    private void again(Letter letter, String why, Duration wait) {
        long now = clock.millis();
        if (now - letter.made() > LIFE.toMillis()) {
            giveUp(letter, why);
            return;
        }
        long bound =
                Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(Math.max(letter.tries(), 0), 20));
        long pause = (long) (bound * (0.5 + 0.5 * chance.getAsDouble()));
        outbox.again(letter.id(), now + Math.max(pause, wait.toMillis()), why);
    }

    private void giveUp(Letter letter, String why) {
        outbox.dead(letter.id(), why);
        lost(letter, why);
    }

    private void lost(Letter letter, String why) {
        settled(letter);
        LOG.log(System.Logger.Level.WARNING, "A letter could not be delivered: {0}", why);
        undertaker.gaveUp(letter, why);
    }

    /// Has a letter that was given up tried anew.
    public void resend(long id) {
        wake(outbox.resend(id)
                .orElseThrow(() -> ContractException.refused(
                        "unknown-letter", "No letter of that number was given up, so nothing was changed.")));
    }

    /// Forgets a letter that was given up.
    public void drop(long id) {
        if (!outbox.drop(id)) {
            throw ContractException.refused(
                    "unknown-letter", "No letter of that number was given up, so nothing was changed.");
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            walks.values().forEach(Thread::interrupt);
        } finally {
            lock.unlock();
        }
    }
}
