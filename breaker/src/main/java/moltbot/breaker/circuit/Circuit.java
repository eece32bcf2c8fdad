package moltbot.breaker.circuit;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import moltbot.contract.ContractException;
import moltbot.contract.Cut;
import moltbot.contract.lease.Lease;
import moltbot.contract.lease.VerifiedLease;

/// The state machine. It starts OPEN, anything may trip it, and only a reset with a clean lease leads out of a
/// trip: nothing here closes because time has passed without one. Safe for use by several threads.
///
/// Without a trip it is CLOSED exactly while a lease holds; a lease that was lost counts again only once it
/// rests on a sweep begun after the loss.
public final class Circuit {
    /// What the circuit takes from outside.
    ///
    /// @param nanos  the machine's monotonic clock
    /// @param lease  the lease in force at this moment
    /// @param ids    makes the names of trips
    public record Surroundings(
            LongSupplier nanos, Clock clock, Supplier<Optional<VerifiedLease>> lease, Supplier<String> ids) {}

    private static final String NO_LEASE = "The guard is not confirming that this machine is safe.";
    private static final String HALF =
            "A trip was reset; the guard is watching before everything is let through again.";
    private static final int MAX_REASON = 300;
    private static final int MAX_EVIDENCE = 2000;

    private final Surroundings around;
    private final Latches latches;
    private final Duration dwell;
    private final String life;
    private final long bornNanos;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    private volatile View view;
    private boolean latchOwed;
    private long lostNanos;
    private boolean everLost;
    private long lastIssuedNanos;
    private long dwellSinceNanos;

    public Circuit(Surroundings around, Latches latches, Duration dwell) {
        this.around = around;
        this.latches = latches;
        this.dwell = dwell;
        this.life = around.ids().get();
        this.bornNanos = around.nanos().getAsLong();
        Latch latch = latches.load();
        this.view = new View(State.OPEN, why(latch.trip()), latch.epoch(), latch.trip());
    }

    private static String why(Optional<Trip> trip) {
        return trip.map(Trip::reason).orElse(NO_LEASE);
    }

    /// Adds one who is told of every change.
    public void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    /// The state now. A lease that has run out counts as lost here, whether or not anyone has said so.
    ///
    /// A plain answer needs no lock: a trip holds it while the latch is written, and who asks must not wait for
    /// a disk.
    public View view() {
        View seen = view;
        return seen.state() == State.OPEN || around.lease().get().isPresent() ? seen : judged();
    }

    private synchronized View judged() {
        if (view.state() != State.OPEN && around.lease().get().isEmpty()) {
            lost(NO_LEASE);
        }
        return view;
    }

    /// The guardian gave a lease. A latch that could not be kept is tried again with each.
    public synchronized void held(VerifiedLease lease) {
        boolean gap = lease.issuedNanos() - lastIssuedNanos > Lease.MAX_LIFE.toNanos();
        if (gap && view.state() != State.OPEN) {
            lost(NO_LEASE);
        }
        lastIssuedNanos = lease.issuedNanos();
        settle();
        if (around.lease().get().isEmpty()) {
            return;
        }
        switch (view.state()) {
            case OPEN -> {
                if (view.trip().isEmpty() && sweptSinceLoss(lease)) {
                    become(new View(State.CLOSED, "", view.epoch(), Optional.empty()));
                }
            }
            case HALF_OPEN -> {
                if (now() - dwellSinceNanos >= dwell.toNanos()) {
                    close();
                }
            }
            case CLOSED -> {}
        }
    }

    private boolean sweptSinceLoss(VerifiedLease lease) {
        // Looks of before this process began saw another's panel, and are no evidence for this one's.
        return everLost ? lease.sweepNanos() - lostNanos > 0 : lease.sweepNanos() - bornNanos >= 0;
    }

    /// The latch goes first: were it to stay on disk, a restart would only ask for the reset again.
    private void close() {
        latches.save(new Latch(view.epoch(), Optional.empty()));
        become(new View(State.CLOSED, "", view.epoch(), Optional.empty()));
    }

    /// There is no lease any more.
    public synchronized void lost(String why) {
        everLost = true;
        lostNanos = now();
        if (view.state() != State.OPEN) {
            become(new View(State.OPEN, view.trip().map(Trip::reason).orElse(why), view.epoch(), view.trip()));
        }
    }

    /// Opens the breaker and latches why. It is OPEN, and everybody has been told, before the disk is touched;
    /// it returns once the latch is kept. A trip while tripped keeps the first, and what the first hides or not
    /// is only ever raised.
    ///
    /// @param exposure  true where what strangers can reach must not even listen
    public synchronized Trip trip(String check, String reason, String evidence, boolean exposure) {
        Optional<Trip> first = view.trip();
        if (view.state() == State.OPEN && first.isPresent()) {
            return again(first.get(), exposure);
        }
        long epoch = view.epoch() + 1;
        Trip trip = new Trip(
                around.ids().get(),
                check,
                cut(reason, MAX_REASON),
                cut(evidence, MAX_EVIDENCE),
                exposure,
                around.clock().instant(),
                epoch,
                life,
                now());
        latchOwed = true;
        become(new View(State.OPEN, trip.reason(), epoch, Optional.of(trip)));
        settle();
        return trip;
    }

    private Trip again(Trip first, boolean exposure) {
        if (!exposure || first.exposure()) {
            settle();
            return first;
        }
        Trip exposed = first.exposedSince(now());
        latchOwed = true;
        become(new View(State.OPEN, view.why(), view.epoch(), Optional.of(exposed)));
        settle();
        return exposed;
    }

    private void settle() {
        if (latchOwed) {
            latches.save(new Latch(view.epoch(), view.trip()));
            latchOwed = false;
        }
    }

    private static String cut(String text, int max) {
        return Cut.marked(text, max);
    }

    /// Lets this machine's own browser in again, for a while, if the operator names the trip and the guardian
    /// has found nothing since. Refusals: `not-tripped`, `wrong-trip`, `no-all-clear`.
    public synchronized Duration reset(String id) {
        Optional<Trip> trip = mayReset(id);
        settle();
        dwellSinceNanos = now();
        become(new View(State.HALF_OPEN, HALF, view.epoch(), trip));
        return dwell;
    }

    /// Refuses as [#reset] would, and changes nothing: so that no one-time code is used up for a reset that is refused.
    public synchronized Optional<Trip> mayReset(String id) {
        Optional<Trip> trip = view().trip();
        if (trip.isEmpty() || view.state() != State.OPEN) {
            throw ContractException.refused(
                    "not-tripped", "There is no trip to reset: the breaker is " + view.state() + ".");
        }
        if (!trip.get().id().equals(id)) {
            throw ContractException.refused(
                    "wrong-trip",
                    "The trip in force is " + trip.get().id() + ", not the one named. Read it first: ./moltbot doctor");
        }
        Optional<VerifiedLease> lease = around.lease().get();
        if (lease.isEmpty() || !allClear(trip.get(), lease.get())) {
            throw ContractException.refused("no-all-clear", objection(lease));
        }
        return trip;
    }

    private boolean allClear(Trip trip, VerifiedLease lease) {
        long since = trip.life().equals(life) ? trip.nanos() : bornNanos;
        return lease.sweepNanos() - since > 0 && sweptSinceLoss(lease);
    }

    private static String objection(Optional<VerifiedLease> lease) {
        return lease.isEmpty()
                ? "The guardian gives no all-clear: it still finds something wrong, or it is not running."
                        + " Nothing is let through until it does. See what it finds: ./moltbot doctor"
                : "The guardian has not looked at everything since the trip. Try again in a few seconds.";
    }

    private void become(View next) {
        View before = view;
        view = next;
        for (Watcher watcher : watchers) {
            watcher.changed(before, next);
        }
    }

    private long now() {
        return around.nanos().getAsLong();
    }
}
