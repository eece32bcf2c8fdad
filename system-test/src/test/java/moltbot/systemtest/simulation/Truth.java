package moltbot.systemtest.simulation;

import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import moltbot.contract.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// What is so, kept apart from what the two halves believe, and the promises that must hold at every step.
final class Truth {
    /// What a finished look saw.
    record Seen(long started, boolean well) {}

    /// @param oldestLook  when the oldest look began that it rests on
    private record Issued(long at, long epoch, long oldestLook, int guardian) {}

    private static final Map<String, Duration> BOUNDS =
            Map.of("L2", Duration.ofSeconds(2), "S2", Duration.ofSeconds(12), "H1", Duration.ofSeconds(45));
    private static final long LIFE = Duration.ofSeconds(5).toNanos();
    private static final long DWELL = Duration.ofSeconds(3).toNanos();

    private final Agenda agenda;
    private final Map<String, Seen> seen = new HashMap<>();
    private final Map<String, Issued> issued = new HashMap<>();
    private final Set<String> accepted = new HashSet<>();
    private boolean exposed;
    private long exposedSince;
    private long voidBefore;
    private int guardian;
    private boolean guardianThere;
    private @Nullable Issued holding;
    private String state = "OPEN";
    private String tripInForce = "";
    private String newestTrip = "";
    private long trippedAt;
    private long tripEpoch;
    private boolean reset;
    private long halfSince;
    private long lossAt;
    private long highestEpoch;
    int closings;
    int tripsAcknowledged;
    int heals;

    Truth(Agenda agenda) {
        this.agenda = agenda;
    }

    void exposed(boolean now) {
        if (now && !exposed) {
            exposedSince = agenda.now();
        }
        exposed = now;
    }

    boolean exposed() {
        return exposed;
    }

    /// The machine slept, or its clock was set.
    void looksAreVoid() {
        voidBefore = agenda.now();
    }

    void guardianBegins() {
        guardian++;
        guardianThere = true;
        seen.clear();
    }

    void guardianEnds() {
        guardianThere = false;
    }

    void looked(String check, long started, boolean well) {
        seen.put(check, new Seen(started, well));
    }

    /// A lease is handed out, for whichever lock.
    void issued(String sealed, int tripsUnderWay) {
        long oldest = agenda.now();
        for (Map.Entry<String, Duration> check : BOUNDS.entrySet()) {
            Seen look = seen.get(check.getKey());
            agenda.must(look != null && look.well(), "a lease is given only where " + check.getKey() + " saw all well");
            Seen last = Objects.requireNonNull(look);
            agenda.must(
                    agenda.since(last.started()) <= check.getValue().toNanos(),
                    "a lease rests on a young look of " + check.getKey());
            agenda.must(
                    last.started() - voidBefore >= 0,
                    "after sleep and clock jumps only looks count that began since: " + check.getKey());
            oldest = Math.min(oldest, last.started());
        }
        agenda.must(tripsUnderWay == 0, "no lease is given while a trip is on its way");
        issued.put(sealed, new Issued(agenda.now(), epoch(sealed), oldest, guardian));
    }

    /// The epoch a lease names, read without its key.
    private static long epoch(String sealed) {
        byte[] claims = Base64.getUrlDecoder().decode(sealed.substring(0, sealed.indexOf('.')));
        return JsonObject.parse(claims).number("epoch");
    }

    /// The breaker took a lease.
    void accepted(String sealed) {
        Issued lease = issued.get(sealed);
        agenda.must(lease != null, "only what the guardian sealed is taken");
        Issued taken = Objects.requireNonNull(lease);
        agenda.must(accepted.add(sealed), "no lease is taken twice");
        agenda.must(agenda.since(taken.at()) <= LIFE, "no lease is taken after its life");
        agenda.must(taken.guardian() == guardian, "no lease of an earlier guardian is taken");
        agenda.must(taken.epoch() >= highestEpoch, "no lease of an epoch that has ended is taken");
        holding = taken;
    }

    /// One that was taken before, if any was.
    Optional<String> someAccepted(Random random) {
        return accepted.stream()
                .sorted()
                .skip(accepted.isEmpty() ? 0 : random.nextInt(accepted.size()))
                .findFirst();
    }

    /// The lease's exchange ended, or the breaker did.
    void leaseLost() {
        holding = null;
        lossAt = agenda.now();
    }

    /// The breaker opened for it, whether or not anybody has been told.
    void tripBegan(String id) {
        if (!newestTrip.equals(id)) {
            newestTrip = id;
            trippedAt = agenda.now();
        }
    }

    /// Somebody was told that a trip is in force.
    void tripAcknowledged(String id, long epoch, String kept) {
        agenda.must(kept.equals(id), "a trip is on disk before anybody is told of it");
        tripsAcknowledged += tripInForce.equals(id) ? 0 : 1;
        tripInForce = id;
        reset = false;
        tripEpoch = epoch;
        highestEpoch = Math.max(highestEpoch, epoch);
    }

    void wasReset() {
        Issued lease = holding;
        agenda.must(
                lease != null && lease.oldestLook() - trippedAt > 0,
                "a reset rests on looks that all began after the trip");
        reset = true;
    }

    boolean tripped() {
        return !tripInForce.isEmpty() && !reset;
    }

    /// Another lock than the breaker has a lease.
    void otherLockFresh() {
        long bound = LIFE + Duration.ofMillis(3_200).toNanos();
        agenda.must(!tripped() || agenda.since(trippedAt) <= bound, "tools stop soon after a trip");
    }

    /// The breaker as it is now.
    void check(JsonObject now) {
        String before = state;
        state = now.text("state");
        boolean lets = now.flag("local") || now.flag("strangers");
        if (!before.equals("OPEN") && state.equals("OPEN")) {
            lossAt = agenda.now();
        }
        lease(lets);
        trip(now, lets);
        agenda.must(now.number("epoch") >= highestEpoch, "epochs never go back");
        agenda.must(!now.flag("strangers") || state.equals("CLOSED"), "others are let in only when it is closed");
        agenda.must(
                !state.equals("OPEN") || !now.flag("exposure") || now.flag("hides"),
                "after a trip of exposure nothing listens for others");
        if (state.equals("HALF_OPEN") && !before.equals("HALF_OPEN")) {
            agenda.must(before.equals("OPEN"), "it never goes back from closed to half");
            halfSince = agenda.now();
        }
        if (state.equals("CLOSED") && !before.equals("CLOSED")) {
            closes(before);
        }
    }

    private void lease(boolean lets) {
        Issued lease = holding;
        agenda.must(
                !lets || (lease != null && agenda.since(lease.at()) < LIFE),
                "it lets nobody in without a lease in force");
        agenda.must(!lets || guardianThere, "it lets nobody in without a guardian");
        long bound = LIFE + Duration.ofSeconds(2).toNanos();
        agenda.must(
                !lets || !exposed || agenda.since(exposedSince) <= bound,
                "it lets nobody in once we have been exposed for long");
    }

    private void trip(JsonObject now, boolean lets) {
        if (reset && now.text("kept").isEmpty()) {
            tripInForce = "";
            reset = false;
        }
        if (tripped()) {
            agenda.must(!lets, "a trip that was acknowledged holds until it is reset");
            agenda.must(now.number("epoch") >= tripEpoch, "no older epoch takes its place");
            agenda.must(!now.text("trip").isEmpty(), "a trip that was acknowledged is not forgotten");
        }
        if (reset && state.equals("OPEN")) {
            // Whatever opened it anew, it takes another reset.
            reset = false;
        }
    }

    private void closes(String before) {
        closings++;
        Issued lease = Objects.requireNonNull(holding);
        if (before.equals("HALF_OPEN")) {
            agenda.must(agenda.since(halfSince) >= DWELL, "it watches for the dwell before it lets others in");
        } else {
            heals++;
            agenda.must(lease.oldestLook() - lossAt >= 0, "it heals only on looks that all began after the loss");
        }
    }
}
