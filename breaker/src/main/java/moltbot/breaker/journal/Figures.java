package moltbot.breaker.journal;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/// Counts since the start: answers by the class of their status, refusals by reason, calls of hooks, trips. Any thread.
public final class Figures {
    private static final int CLASSES = 6;
    private static final int MOST_REASONS = 64;

    private final AtomicLongArray byClass = new AtomicLongArray(CLASSES);
    private final Map<String, LongAdder> byReason = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> byHook = new ConcurrentHashMap<>();
    private final LongAdder trips = new LongAdder();

    /// A request was answered; zero for one whose sender left before.
    public void answered(int status) {
        byClass.incrementAndGet(Math.clamp(status / 100, 0, CLASSES - 1));
    }

    /// A request was refused. Reasons are our own words, so there are few.
    public void refused(String reason) {
        LongAdder count = byReason.get(reason);
        if (count == null) {
            String kept = byReason.size() < MOST_REASONS ? reason : "other";
            count = byReason.computeIfAbsent(kept, key -> new LongAdder());
        }
        count.increment();
    }

    /// A hook was called by somebody who may; what became of that is one of our own words.
    public void called(String taken) {
        byHook.computeIfAbsent(taken, key -> new LongAdder()).increment();
    }

    /// Calls of hooks by what became of them.
    public Map<String, Long> calls() {
        return sums(byHook);
    }

    public void tripped() {
        trips.increment();
    }

    public long trips() {
        return trips.sum();
    }

    /// Answers by class: `2xx` and so on.
    public Map<String, Long> answers() {
        Map<String, Long> counts = new TreeMap<>();
        for (int i = 1; i < CLASSES; i++) {
            counts.put(i + "xx", byClass.get(i));
        }
        counts.put("none", byClass.get(0));
        return counts;
    }

    /// Refusals by reason.
    public Map<String, Long> refusals() {
        return sums(byReason);
    }

    private static Map<String, Long> sums(Map<String, LongAdder> adders) {
        Map<String, Long> counts = new TreeMap<>();
        adders.forEach((word, count) -> counts.put(word, count.sum()));
        return counts;
    }
}
