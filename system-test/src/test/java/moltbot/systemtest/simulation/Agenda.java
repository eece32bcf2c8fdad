package moltbot.systemtest.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Random;
import moltbot.contract.json.JsonObject;

/// Virtual time: what happens next, and when it is then. The wall clock may run away from the monotonic one.
final class Agenda {
    private record Entry(long at, long order, Runnable what) {}

    private static final int REMEMBERED = 60;

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::order));
    private final Deque<String> story = new ArrayDeque<>();
    private final long seed;
    private final Random random;
    private long nanos = Duration.ofHours(1).toNanos();
    private long wallAheadMillis = 1_800_000_000_000L;
    private long order;
    private long steps;
    /// Nothing befalls anybody.
    boolean calm;

    Agenda(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    long now() {
        return nanos;
    }

    long since(long then) {
        return nanos - then;
    }

    Random random() {
        return random;
    }

    long steps() {
        return steps;
    }

    void in(Duration time, Runnable what) {
        entries.add(new Entry(nanos + time.toNanos(), order++, what));
    }

    /// Some time below `most`, usually far below.
    Duration some(Duration most) {
        double share = random.nextDouble();
        return Duration.ofNanos((long) (most.toNanos() * share * share * share));
    }

    /// A mishap of this likelihood, where there are any.
    boolean mishap(int chances) {
        return oneIn(chances) && !calm;
    }

    boolean oneIn(int chances) {
        return random.nextInt(chances) == 0;
    }

    void step() {
        Entry next = entries.remove();
        nanos = next.at();
        steps++;
        next.what().run();
    }

    void wallJumps(Duration ahead) {
        wallAheadMillis += ahead.toMillis();
    }

    /// A line to a half, with what its clocks show.
    JsonObject.Builder line(String op) {
        return JsonObject.with("op", op).with("nanos", nanos).with("wallMillis", wallAheadMillis + nanos / 1_000_000);
    }

    /// Something worth telling if it comes to a broken promise.
    void tell(String what) {
        story.add(String.format(java.util.Locale.ROOT, "%10.3f s  %s", (nanos / 1e9) - 3600, what));
        if (story.size() > REMEMBERED) {
            story.remove();
        }
    }

    void must(boolean holds, String promise) {
        if (!holds) {
            throw new AssertionError("Seed " + seed + ", step " + steps + ": not so that " + promise
                    + ". Replay: -Dtest=GuardSimulationTest -Dsimulation.seed=" + seed + "\n  "
                    + String.join("\n  ", story));
        }
    }
}
