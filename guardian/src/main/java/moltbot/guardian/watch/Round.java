package moltbot.guardian.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.judge.CheckResult;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;
import org.jspecify.annotations.Nullable;

/// One observer and the rules that judge what it sees, again and again on a thread of its own, so that one that hangs
/// holds up no other. A result goes to the board only when the look is over.
public final class Round<T> implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("watch");

    private final Plan plan;
    private final Supplier<Observation<T>> observer;
    private final List<? extends Rule<T>> rules;
    private final BooleanSupplier changed;
    private final Board board;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private boolean poked = true;
    private boolean closed;
    private int blind;
    private List<Finding> standing = List.of();
    private @Nullable Thread thread;

    /// @param changed  asked at every tick: true where it should look now
    public Round(
            Plan plan,
            Supplier<Observation<T>> observer,
            List<? extends Rule<T>> rules,
            BooleanSupplier changed,
            Board board,
            LongSupplier nanos) {
        this.plan = plan;
        this.observer = observer;
        this.rules = List.copyOf(rules);
        this.changed = changed;
        this.board = board;
        this.nanos = nanos;
        for (Rule<T> rule : this.rules) {
            board.expect(rule.id(), plan.bound(), plan.grace());
        }
    }

    /// Begins.
    public void start() {
        thread = Thread.ofPlatform().daemon().name("watch-" + plan.name()).start(this::walk);
    }

    /// Look now.
    public void poke() {
        lock.lock();
        try {
            poked = true;
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void walk() {
        try {
            while (awaitTurn()) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitTurn() throws InterruptedException {
        long begun = nanos.getAsLong();
        Duration patience = blind > 0 ? plan.tick() : plan.period();
        lock.lock();
        try {
            while (!closed && !poked && nanos.getAsLong() - begun < patience.toNanos()) {
                long woken = wake.awaitNanos(plan.tick().toNanos());
                if (woken <= 0 && changed.getAsBoolean()) {
                    break;
                }
            }
            poked = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /// One look, and its results.
    void look() throws InterruptedException {
        long started = nanos.getAsLong();
        List<Finding> found = findings(observe());
        if (plan.confirm() && hasNew(found)) {
            pause(Plan.MOMENT);
            List<Finding> second = findings(observe());
            second.removeIf(finding -> !Board.contains(found, finding));
            publish(started, second);
        } else {
            publish(started, found);
        }
    }

    /// Looks as often as it takes for a result, without being started: where what is seen is told apart by looking
    /// several times, or where not to see counts only after several tries.
    public void lookOnce() throws InterruptedException {
        int looks = plan.period().compareTo(Duration.ofSeconds(1)) < 0 ? 3 : 1;
        for (int i = 0; i < looks || (blind > 0 && blind < plan.blindLooks()); i++) {
            look();
        }
    }

    private Observation<T> observe() {
        try {
            return observer.get();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "The look '" + plan.name() + "' failed.", e);
            return new Observation.Unobservable<>("Looking failed: " + e.getMessage());
        }
    }

    private List<Finding> findings(Observation<T> observation) {
        return switch (observation) {
            case Observation.Seen<T>(T fact) -> {
                blind = 0;
                yield judge(fact);
            }
            case Observation.Partial<T>(T fact, String why) -> {
                List<Finding> found = judge(fact);
                found.addAll(blind(why));
                yield found;
            }
            case Observation.Unobservable<T>(String why) -> blind(why);
        };
    }

    private List<Finding> judge(T fact) {
        List<Finding> found = new ArrayList<>();
        for (Rule<T> rule : rules) {
            found.addAll(rule.judge(fact));
        }
        return found;
    }

    /// Not to be able to look is a finding of every rule that would have judged, for it hides what they look for.
    private List<Finding> blind(String why) {
        blind++;
        List<Finding> found = new ArrayList<>();
        if (blind >= plan.blindLooks()) {
            for (Rule<T> rule : rules) {
                found.add(Finding.blind(rule.id(), why, rule.whenBlind()));
            }
        }
        return found;
    }

    private boolean hasNew(List<Finding> found) {
        for (Finding finding : found) {
            if (!Board.contains(standing, finding)) {
                return true;
            }
        }
        return false;
    }

    /// A look that failed and is no finding yet gives no result: the one before grows old meanwhile.
    private void publish(long started, List<Finding> found) {
        if (blind > 0 && blind < plan.blindLooks() && found.isEmpty()) {
            return;
        }
        standing = found;
        List<CheckResult> results = new ArrayList<>();
        for (Rule<T> rule : rules) {
            List<Finding> own = new ArrayList<>(found);
            own.removeIf(finding -> !finding.check().equals(rule.id()));
            results.add(new CheckResult(rule.id(), started, own));
        }
        board.publish(results);
    }

    private void pause(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long left = time.toNanos();
            while (!closed && left > 0) {
                left = wake.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            wake.signalAll();
        } finally {
            lock.unlock();
        }
        if (thread != null) {
            thread.interrupt();
            awaitEnd(thread);
        }
    }

    /// What the observer uses is closed next; one that hangs is left to the end of the process.
    private static void awaitEnd(Thread walking) {
        try {
            walking.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
