package moltbot.runtime.outbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import moltbot.contract.ContractException;

/// Shows in a messenger, while an answer is being said, how far it is: where it takes longer than a moment, as one
/// message that is changed again and again, and in whose place the answer comes. Nothing of it is kept, and nothing
/// waits for it; what counts is the letter. Never before a letter that waits for the same address. Safe for several
/// threads.
public final class Previews implements AutoCloseable {
    /// Longer than most answers take, so that most are said at once.
    static final Duration STANDARD = Duration.ofMillis(2_500);

    /// What is longer is not read while it grows.
    private static final int MOST_CHARS = 4_096;

    private static final System.Logger LOG = System.getLogger("preview");

    /// The way to the messenger.
    public interface Carrier {
        /// Shows so much of a turn's answer.
        ///
        /// @return how long to wait before the next; empty where no more is wanted
        Optional<Duration> show(String address, String turn, String text) throws InterruptedException;

        /// Takes back what was shown of a turn's answer.
        void takeBack(String address, String turn) throws InterruptedException;
    }

    /// A turn that says something now.
    private final class Saying {
        private final String turn;
        private final String address;
        private final Condition news = lock.newCondition();
        private final StringBuilder text = new StringBuilder();
        /// Raised whenever what was said so far is said no more: whoever shows that ends.
        private int round;

        private boolean shown;

        Saying(String turn, String address) {
            this.turn = turn;
            this.address = address;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Saying> sayings = new HashMap<>();
    private final Outbox outbox;
    private final AddressLocks locks;
    private final Carrier carrier;
    private final Duration first;
    private boolean closed;

    /// @param locks  held by whoever sends something to an address
    public Previews(Outbox outbox, AddressLocks locks, Carrier carrier) {
        this(outbox, locks, carrier, STANDARD);
    }

    /// @param first  for how long an answer is said before it is shown
    public Previews(Outbox outbox, AddressLocks locks, Carrier carrier, Duration first) {
        this.outbox = outbox;
        this.locks = locks;
        this.carrier = carrier;
        this.first = first;
    }

    /// More of a turn's answer. Returns at once, but for the first of a turn.
    ///
    /// @param address  where the conversation is answered; empty where that is in no messenger
    public void add(String turn, Supplier<String> address, String more) {
        Saying saying = saying(turn, address);
        lock.lock();
        try {
            if (saying.address.isEmpty() || closed || saying.text.length() > MOST_CHARS) {
                return;
            }
            boolean begins = saying.text.isEmpty();
            saying.text.append(more);
            if (begins) {
                int round = saying.round;
                Thread.ofVirtual().name("preview").start(() -> show(saying, round));
            }
        } finally {
            lock.unlock();
        }
    }

    private Saying saying(String turn, Supplier<String> address) {
        lock.lock();
        try {
            Saying before = sayings.get(turn);
            if (before != null) {
                return before;
            }
        } finally {
            lock.unlock();
        }
        String where = address.get();
        lock.lock();
        try {
            return sayings.computeIfAbsent(turn, _ -> new Saying(turn, where));
        } finally {
            lock.unlock();
        }
    }

    /// What was said so far of a turn's answer is on disk as a letter, or given up: it is shown no more.
    ///
    /// @param letter  whether a letter takes the place of what was shown
    public void said(String turn, boolean letter) {
        lock.lock();
        try {
            Saying saying = sayings.get(turn);
            if (saying != null) {
                saying.text.setLength(0);
                saying.round++;
                saying.shown &= !letter;
                saying.news.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The turn says no more; what was shown and not said is taken back.
    public void over(String turn) {
        lock.lock();
        try {
            Saying saying = sayings.remove(turn);
            if (saying != null) {
                saying.text.setLength(0);
                saying.round++;
                saying.news.signalAll();
                if (saying.shown && !closed) {
                    Thread.ofVirtual().name("preview").start(() -> takeBack(saying));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void show(Saying saying, int round) {
        try {
            Optional<Duration> pause = Optional.of(first);
            while (pause.isPresent() && isStillSaid(saying, round, pause.get())) {
                pause = locks.whileHeld(saying.address, () -> showNow(saying, round));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "How far an answer is could not be shown: {0}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Something went wrong while an answer was shown.", e);
        }
    }

    /// Waits, but not for longer than it is said.
    private boolean isStillSaid(Saying saying, int round, Duration time) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(time.toMillis());
            while (left > 0 && saying.round == round && !closed) {
                left = saying.news.awaitNanos(left);
            }
            return saying.round == round && !closed;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Duration> showNow(Saying saying, int round) throws InterruptedException {
        if (outbox.first(saying.address).isPresent()) {
            return Optional.of(first);
        }
        String text;
        lock.lockInterruptibly();
        try {
            if (saying.round != round) {
                return Optional.empty();
            }
            text = saying.text.toString();
            saying.shown = true;
        } finally {
            lock.unlock();
        }
        Optional<Duration> next = carrier.show(saying.address, saying.turn, text);
        return text.length() > MOST_CHARS ? Optional.empty() : next;
    }

    private void takeBack(Saying saying) {
        try {
            boolean _ = locks.whileHeld(saying.address, () -> {
                carrier.takeBack(saying.address, saying.turn);
                return true;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "What was shown could not be taken back: {0}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Something went wrong while what was shown was taken back.", e);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            sayings.values().forEach(saying -> saying.news.signalAll());
        } finally {
            lock.unlock();
        }
    }
}
