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
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import moltbot.guardian.judge.Catalogue;
import moltbot.guardian.judge.CheckResult;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Sweep;
import org.jspecify.annotations.Nullable;

/// The last finished result of every check. It holds results of looks that ended, and nothing else: a check that hangs
/// stops being fresh by itself. Safe for use by several threads.
public final class Board {
    private record Expected(Duration bound, Duration grace) {}

    private final Map<String, Expected> expected = new LinkedHashMap<>();
    private final long born;
    private final LongSupplier nanos;
    private final Alarm alarm;
    private final UnaryOperator<Finding> effective;
    private final Map<String, CheckResult> results = new LinkedHashMap<>();
    private final Set<String> finishedAnew = new HashSet<>();
    private long number;
    private long notBefore;

    public Board(LongSupplier nanos, Alarm alarm) {
        this(nanos, alarm, finding -> finding);
    }

    /// @param effective  what a finding counts as: less while the owner lets it pass
    public Board(LongSupplier nanos, Alarm alarm, UnaryOperator<Finding> effective) {
        this.effective = effective;
        this.nanos = nanos;
        this.alarm = alarm;
        this.notBefore = nanos.getAsLong();
        this.born = notBefore;
    }

    /// A check that leases rest on. All are named before the first look.
    ///
    /// @param bound  how old its result may be
    /// @param grace  how long after the start it may be missing
    synchronized void expect(String check, Duration bound, Duration grace) {
        if (!Catalogue.has(check)) {
            throw new IllegalStateException("The check " + check + " is not in the catalogue.");
        }
        if (expected.put(check, new Expected(bound, grace)) != null) {
            throw new IllegalStateException("Two rules are named " + check);
        }
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
            if (finishedAnew.containsAll(owed())) {
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

    /// The checks without which there is no sweep now.
    private Set<String> owed() {
        long now = nanos.getAsLong();
        Set<String> owed = new HashSet<>();
        expected.forEach((check, expectation) -> {
            if (!inGrace(expectation, now)) {
                owed.add(check);
            }
        });
        return owed;
    }

    private boolean inGrace(Expected check, long now) {
        return now - born < check.grace().toNanos();
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
        return objection(now).isEmpty() ? Optional.of(Sweep.of(number, counted(), now)) : Optional.empty();
    }

    private List<CheckResult> counted() {
        List<CheckResult> counted = new ArrayList<>();
        for (CheckResult result : results.values()) {
            List<Finding> findings = new ArrayList<>(result.findings());
            findings.replaceAll(effective);
            counted.add(new CheckResult(result.check(), result.startedNanos(), findings));
        }
        return counted;
    }

    /// Every check, in the order they were named, with its last result.
    public synchronized List<Standing> standing() {
        long now = nanos.getAsLong();
        List<Standing> standing = new ArrayList<>();
        expected.forEach((check, expectation) -> standing.add(new Standing(
                check, expectation.bound(), inGrace(expectation, now), Optional.ofNullable(results.get(check)))));
        return standing;
    }

    /// Why there is no sweep, or empty.
    public synchronized String objection() {
        return objection(nanos.getAsLong());
    }

    private String objection(long now) {
        for (Map.Entry<String, Expected> check : expected.entrySet()) {
            CheckResult result = results.get(check.getKey());
            if (inGrace(check.getValue(), now)) {
                continue;
            }
            if (result == null || result.startedNanos() - notBefore < 0) {
                return "check " + check.getKey() + " is not finished";
            } else if (now - result.startedNanos() > check.getValue().bound().toNanos()) {
                return "check " + check.getKey() + " has not been finished for too long";
            }
        }
        return "";
    }

    /// What stands and must trip, fresh or not.
    public List<Finding> mustTrip() {
        return standing(finding -> finding.action().trips());
    }

    /// What stands and lets nothing through, fresh or not.
    public List<Finding> blocking() {
        return standing(Finding::blocks);
    }

    private synchronized List<Finding> standing(Predicate<Finding> wanted) {
        List<Finding> standing = new ArrayList<>();
        for (CheckResult result : results.values()) {
            for (Finding finding : result.findings()) {
                if (wanted.test(effective.apply(finding))) {
                    standing.add(finding);
                }
            }
        }
        return standing;
    }
}
