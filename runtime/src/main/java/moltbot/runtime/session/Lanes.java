package moltbot.runtime.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One lane for each conversation: its turns run one at a time and in order. Lanes that are ready take turns ([Ready]).
/// How many messages may wait is bounded where they are accepted. A lane goes on without a turn that does not end
/// when it is told to. Safe for several threads.
final class Lanes {
    /// What runs a turn; must return in the end and never throw.
    @FunctionalInterface
    interface Runner {
        void run(RunningTurn turn);

        /// The turn did not end when it was told to: its end is written without it, so that nothing it still does is
        /// kept.
        default void lost(RunningTurn turn) {}
    }

    private static final class Lane {
        private final Deque<Turn> waiting = new ArrayDeque<>();
        private @Nullable RunningTurn running;
        private @Nullable Turn resting;
        private long restsUntil;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition quiet = lock.newCondition();
    private final Map<SessionKey, Lane> lanes = new HashMap<>();
    private final Ready ready;
    private final Runner runner;
    /// Those that end what rested.
    private final Set<RunningTurn> placeless = new HashSet<>();
    private final Runnable rested;

    /// By their ids, those that wait and are to end as soon as they run.
    private final Set<String> withdrawn = new HashSet<>();

    private int running;
    private boolean closed;

    Lanes(int maxRunning, Runner runner) {
        this(maxRunning, runner, () -> {});
    }

    /// @param rested  told whenever a turn has begun to rest; quick
    Lanes(int maxRunning, Runner runner, Runnable rested) {
        this.rested = rested;
        this.ready = new Ready(maxRunning);
        this.runner = runner;
    }

    /// Adds a turn at the end of its lane.
    void add(Turn turn) {
        add(turn, false);
    }

    /// @param takenBack  whether what began it was taken back before: it ends as soon as it runs
    void add(Turn turn, boolean takenBack) {
        lock.lock();
        try {
            if (takenBack) {
                withdrawn.add(turn.id());
            }
            Lane lane = lanes.computeIfAbsent(turn.session(), _ -> new Lane());
            lane.waiting.addLast(turn);
            if (lane.resting != null) {
                // What rests waits for words; a summary waits for what rests.
                if (!turn.sumsUp()) {
                    wake(turn.session(), lane);
                }
            } else if (lane.running == null && lane.waiting.size() == 1) {
                ready.add(turn.session());
            }
            startReady();
        } finally {
            lock.unlock();
        }
    }

    /// With the lock held: what rests goes on before what waits behind it.
    private void wake(SessionKey session, Lane lane) {
        Turn turn = lane.resting;
        if (turn != null) {
            lane.resting = null;
            lane.waiting.addFirst(turn);
            ready.add(session);
        }
    }

    /// Has what rests go on whose time is over.
    ///
    /// @return when the next is, in milliseconds of the epoch; empty where nothing rests
    OptionalLong wakeDue(long now) {
        lock.lock();
        try {
            long next = Long.MAX_VALUE;
            for (Map.Entry<SessionKey, Lane> entry : lanes.entrySet()) {
                Lane lane = entry.getValue();
                if (lane.resting != null && lane.restsUntil <= now) {
                    wake(entry.getKey(), lane);
                } else if (lane.resting != null) {
                    next = Math.min(next, lane.restsUntil);
                }
            }
            startReady();
            return next == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(next);
        } finally {
            lock.unlock();
        }
    }

    /// Ends what rests in a lane, whatever else runs: it takes no place. Empty where nothing does.
    Optional<RunningTurn> endResting(SessionKey session, RunningTurn.Why why) {
        lock.lock();
        try {
            Lane lane = lanes.get(session);
            Turn turn = lane == null ? null : lane.resting;
            if (lane == null || turn == null || closed) {
                return Optional.empty();
            }
            lane.resting = null;
            return Optional.of(end(lane, turn, why));
        } finally {
            lock.unlock();
        }
    }

    /// Something that a turn was to answer was taken back: it ends, now or as soon as it runs, and joins no other.
    /// Nothing happens where it is over.
    void withdraw(SessionKey session, String turn) {
        lock.lock();
        try {
            Lane lane = lanes.get(session);
            if (lane == null || closed) {
                return;
            }
            if (lane.running != null && lane.running.turn().id().equals(turn)) {
                lane.running.stop(RunningTurn.Why.WITHDRAWN);
            } else if (lane.resting != null && lane.resting.id().equals(turn)) {
                RunningTurn _ = end(lane, lane.resting, RunningTurn.Why.WITHDRAWN);
                lane.resting = null;
            } else if (lane.waiting.stream().anyMatch(next -> next.id().equals(turn))) {
                withdrawn.add(turn);
            }
        } finally {
            lock.unlock();
        }
    }

    /// With the lock held.
    private RunningTurn end(Lane lane, Turn turn, RunningTurn.Why why) {
        RunningTurn last = new RunningTurn(turn, new Rest(turn.session()), this::lost);
        last.endAtOnce(why);
        lane.running = last;
        placeless.add(last);
        last.start(() -> run(last));
        return last;
    }

    /// With the lock held.
    private void startReady() {
        while (!closed) {
            SessionKey session = ready.next();
            if (session == null) {
                return;
            }
            Lane lane = lanes.get(session);
            Turn turn = lane == null ? null : lane.waiting.pollFirst();
            if (lane != null && turn != null) {
                running++;
                RunningTurn next = new RunningTurn(turn, new Rest(session), this::lost);
                if (withdrawn.remove(turn.id())) {
                    next.endAtOnce(RunningTurn.Why.WITHDRAWN);
                }
                lane.running = next;
                next.start(() -> run(next));
            } else {
                ready.over(session);
            }
        }
    }

    private void run(RunningTurn turn) {
        try {
            runner.run(turn);
        } finally {
            over(turn);
        }
    }

    /// Nothing for one that was left behind before.
    private void over(RunningTurn turn) {
        SessionKey session = turn.turn().session();
        lock.lock();
        try {
            Lane lane = lanes.get(session);
            if (lane == null || lane.running != turn) {
                return;
            }
            if (!placeless.remove(turn)) {
                running--;
                ready.over(session);
            }
            lane.running = null;
            if (turn.restsUntil() > 0 && !closed) {
                rest(lane, turn);
            } else if (lane.waiting.isEmpty()) {
                lanes.remove(session);
            } else {
                ready.add(session);
            }
            startReady();
            quiet.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// With the lock held: what was written meanwhile, or that somebody wants it to end, comes first.
    private void rest(Lane lane, RunningTurn turn) {
        Turn before = turn.turn();
        Turn resting = new Turn(before.id(), before.session(), before.seq(), "", true, before.sumsUp());
        Optional<RunningTurn.Why> ends = turn.takeNote();
        if (ends.isPresent()) {
            end(lane, resting, ends.get());
            return;
        }
        lane.resting = resting;
        lane.restsUntil = turn.restsUntil();
        // What was taken back is no answer, and a summary waits for what rests.
        if (!lane.waiting.stream().allMatch(next -> next.sumsUp() || withdrawn.contains(next.id()))) {
            wake(before.session(), lane);
        }
        rested.run();
    }

    /// A lane, as the turn that runs in it sees it.
    private final class Rest implements RunningTurn.Behind {
        private final SessionKey session;

        Rest(SessionKey session) {
            this.session = session;
        }

        @Override
        public List<Turn> turns() {
            lock.lock();
            try {
                Lane lane = lanes.get(session);
                return lane == null
                        ? List.of()
                        : lane.waiting.stream()
                                .filter(turn -> !withdrawn.contains(turn.id()))
                                .toList();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void joined(List<String> turns) {
            lock.lock();
            try {
                Lane lane = lanes.get(session);
                if (lane != null) {
                    lane.waiting.removeIf(turn -> turns.contains(turn.id()));
                    // It was taken back in the moment in which it joined.
                    if (withdrawn.removeAll(turns) && lane.running != null) {
                        lane.running.stop(RunningTurn.Why.WITHDRAWN);
                    }
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void lost(RunningTurn turn) {
        try {
            runner.lost(turn);
        } finally {
            over(turn);
        }
    }

    /// The turn that runs in a lane now.
    Optional<RunningTurn> running(SessionKey session) {
        lock.lock();
        try {
            Lane lane = lanes.get(session);
            return lane == null ? Optional.empty() : Optional.ofNullable(lane.running);
        } finally {
            lock.unlock();
        }
    }

    int running() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    /// Starts nothing more and interrupts what runs; it goes on at the next start.
    void close() {
        lock.lock();
        try {
            closed = true;
            lanes.values().forEach(lane -> {
                RunningTurn turn = lane.running;
                if (turn != null) {
                    turn.stop(RunningTurn.Why.SHUTDOWN);
                }
            });
            long left = 2_000_000_000L;
            while (running > 0 && left > 0) {
                left = quiet.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
