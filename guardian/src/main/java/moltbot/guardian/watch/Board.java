package moltbot.guardian.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import moltbot.guardian.judge.CheckResult;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Sweep;
import org.jspecify.annotations.Nullable;

/// The last finished result of every check. It holds results of looks that ended, and nothing else: a check that hangs
/// stops being fresh by itself. Safe for use by several threads.
public final class Board {
    private final Map<String, Duration> bounds;
    private final LongSupplier nanos;
    private final Alarm alarm;
    private final Map<String, CheckResult> results = new LinkedHashMap<>();
    private final Set<String> finishedAnew = new HashSet<>();
    private long number;
    private long notBefore;

    /// @param bounds  every check, and how old its result may be
    public Board(Map<String, Duration> bounds, LongSupplier nanos, Alarm alarm) {
        this.bounds = new LinkedHashMap<>(bounds);
        this.nanos = nanos;
        this.alarm = alarm;
        this.notBefore = nanos.getAsLong();
    }

    /// Puts up what one look of a round found.
    void publish(List<CheckResult> looked) {
        boolean swept = false;
        synchronized (this) {
            for (CheckResult result : looked) {
                compare(results.put(result.check(), result), result);
                if (result.startedNanos() - notBefore >= 0) {
                    finishedAnew.add(result.check());
                }
            }
            if (finishedAnew.containsAll(bounds.keySet())) {
                finishedAnew.clear();
                number++;
                swept = true;
            }
        }
        if (swept) {
            alarm.swept();
        }
    }

    private void compare(@Nullable CheckResult before, CheckResult now) {
        List<Finding> earlier = before == null ? List.of() : before.findings();
        for (Finding finding : now.findings()) {
            if (!contains(earlier, finding)) {
                alarm.began(finding);
            }
        }
        for (Finding finding : earlier) {
            if (!contains(now.findings(), finding)) {
                alarm.ended(finding);
            }
        }
    }

    static boolean contains(List<Finding> findings, Finding wanted) {
        for (Finding finding : findings) {
            if (finding.sameAs(wanted)) {
                return true;
            }
        }
        return false;
    }

    /// From now on only looks count that begin after this.
    public synchronized void demandFresh() {
        notBefore = nanos.getAsLong();
        finishedAnew.clear();
    }

    /// All results together, if there is one of every check and none is older than its bound.
    public synchronized Optional<Sweep> sweep() {
        long now = nanos.getAsLong();
        return objection(now).isEmpty() ? Optional.of(Sweep.of(number, results.values(), now)) : Optional.empty();
    }

    /// Why there is no sweep, or empty.
    public synchronized String objection() {
        return objection(nanos.getAsLong());
    }

    private String objection(long now) {
        for (Map.Entry<String, Duration> check : bounds.entrySet()) {
            CheckResult result = results.get(check.getKey());
            if (result == null || result.startedNanos() - notBefore < 0) {
                return "check " + check.getKey() + " is not finished";
            } else if (now - result.startedNanos() > check.getValue().toNanos()) {
                return "check " + check.getKey() + " has not been finished for too long";
            }
        }
        return "";
    }

    /// What stands and must trip, fresh or not.
    public synchronized List<Finding> mustTrip() {
        List<Finding> standing = new ArrayList<>();
        for (CheckResult result : results.values()) {
            for (Finding finding : result.findings()) {
                if (finding.action() == Finding.Action.TRIP) {
                    standing.add(finding);
                }
            }
        }
        return standing;
    }
}
