package moltbot.systemtest.model;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// One state of the guard as a whole: the world that may be exposed, the guardian that looks at it, the lease on its
/// way, and the breaker with its latch. Small enough to be explored to the last state, close enough that each rule of
/// the real thing is one line here. Time goes by in ticks; everything else may happen at any moment, or never.
///
/// @param exposed        a stranger could reach us, were the breaker not to block
/// @param exposedFor     for how many ticks without a break, up to a bound
/// @param breaker        what it does
/// @param tripped        it knows of a trip
/// @param latched        the trip is on disk
/// @param acknowledged   somebody was told that the trip is in force, and it has not been reset
/// @param seenClean      since the trip there was a moment at which nothing was exposed but by the owner's wish
/// @param leaseLeft      ticks the breaker's lease still has
/// @param leaseSince     its sweep began after the last trip or loss
/// @param dwellLeft      ticks that HALF_OPEN still lasts
/// @param guardian       what it does
/// @param sweep          its last finished look at everything
/// @param looking        the look that is under way
/// @param messageLeft    ticks that the lease on its way still has; 0 for none
/// @param messageStale   it was issued before the last trip
/// @param messageSince   its sweep began after the last trip or loss
/// @param wide           the trip in force is one of exposure
/// @param bound          other machines can reach the listener
/// @param authority      what somebody was given: a sign-in, a ticket, an approval that waits
/// @param bypassLeft     ticks for which the guardian still takes the exposure for the owner's wish
/// @param wishLeft       ticks for which it still is the owner's wish
/// @param wrong          the promise that the last step broke by itself; empty if none
record Guard(
        boolean exposed,
        int exposedFor,
        Breaker breaker,
        boolean tripped,
        boolean latched,
        boolean acknowledged,
        boolean seenClean,
        int leaseLeft,
        boolean leaseSince,
        int dwellLeft,
        Guardian guardian,
        Look sweep,
        Look looking,
        int messageLeft,
        boolean messageStale,
        boolean messageSince,
        boolean wide,
        boolean bound,
        Authority authority,
        int bypassLeft,
        int wishLeft,
        String wrong) {
    /// Ticks a lease lives, counted from when it was issued.
    static final int LIFE = 2;
    /// Ticks for which a finished look is good, counted from when it began.
    static final int FRESH = 2;
    /// Ticks of HALF_OPEN before it closes.
    static final int DWELL = 2;

    /// Ticks a bypass lasts.
    static final int BYPASS = 2;
    /// Nobody is exposed for longer without being blocked.
    static final int LONG = FRESH + LIFE + 1;

    enum Breaker {
        DOWN,
        OPEN,
        HALF_OPEN,
        CLOSED
    }

    enum Authority {
        NONE,
        LIVE,
        /// Given before the last trip.
        OLD
    }

    enum Guardian {
        DOWN,
        HUNG,
        RUNNING
    }

    /// A rule of the real thing that can be taken away, to see that the model misses it.
    enum Rule {
        /// A lease ends by itself.
        LEASES_RUN_OUT,
        /// A lease is issued only from a look that is young enough.
        LEASES_REST_ON_CHECKS,
        /// What could not be seen is not well.
        BLINDNESS_IS_NO_ALL_CLEAR,
        /// Nobody is told of a trip before it is on disk.
        LATCH_BEFORE_ACKNOWLEDGING,
        /// A start reads the latch.
        LATCH_SURVIVES_A_CRASH,
        /// A reset wants a look that began after the trip.
        RESET_WANTS_A_NEW_LOOK,
        /// No trip ends by itself.
        TIME_RESETS_NOTHING,
        /// The end of the guardian's connection ends its lease.
        END_OF_FILE_ENDS_THE_LEASE,
        /// While something is found nobody gets a lease.
        FINDINGS_WITHHOLD_THE_LEASE,
        /// A lease of before the last trip is refused, however late it arrives.
        EPOCHS_FENCE_LEASES,
        /// Sign-ins, tickets and waiting approvals end with a trip.
        A_TRIP_ENDS_AUTHORITY,
        /// After a lost lease only a look counts that began after the loss.
        HEALING_WANTS_A_NEW_LOOK,
        /// HALF_OPEN lasts for the dwell.
        HALF_OPEN_LASTS,
        /// HALF_OPEN is for this machine only.
        HALF_OPEN_IS_LOCAL,
        /// A trip of exposure takes the listener away from other machines.
        AN_EXPOSURE_TRIP_UNBINDS,
        /// A start on a latch of exposure binds nothing for other machines.
        A_START_ON_AN_EXPOSURE_LATCH_STAYS_UNBOUND,
        /// After the machine slept only looks count that begin then.
        SLEEP_VOIDS_LOOKS,
        /// A bypass ends by itself.
        BYPASSES_EXPIRE;

        static final Set<Rule> ALL = Set.copyOf(EnumSet.allOf(Rule.class));
    }

    /// A look at everything: `age` in ticks since it began, -1 for none.
    ///
    /// @param clean   what it saw, had there been no failing
    /// @param since   it began after the last trip or loss
    /// @param awake   it began after the machine last slept
    record Look(int age, boolean clean, boolean since, boolean awake) {
        static final Look NONE = new Look(-1, false, false, true);

        boolean is() {
            return age >= 0;
        }

        Look older() {
            return is() ? new Look(Math.min(age + 1, FRESH + 1), clean, since, awake) : this;
        }

        Look before() {
            return is() ? new Look(age, clean, false, awake) : this;
        }

        Look beforeSleep() {
            return is() ? new Look(age, clean, since, false) : this;
        }
    }

    static Guard start() {
        return new Guard(
                false,
                0,
                Breaker.OPEN,
                false,
                false,
                false,
                true,
                0,
                false,
                0,
                Guardian.RUNNING,
                Look.NONE,
                Look.NONE,
                0,
                false,
                false,
                false,
                true,
                Authority.NONE,
                0,
                0,
                "");
    }

    /// Lets people in, this machine's own at least.
    boolean lets() {
        return breaker == Breaker.CLOSED || breaker == Breaker.HALF_OPEN;
    }

    /// The name of the promise that is broken in this state; empty if none is.
    String broken() {
        if (!wrong.isEmpty()) {
            return wrong;
        } else if (lets() && leaseLeft <= 0) {
            return "lets people in without a lease";
        } else if (lets() && acknowledged) {
            return "lets people in though a trip is in force";
        } else if (breaker == Breaker.CLOSED && latched) {
            return "is closed with a latch on disk";
        } else if (lets() && exposedFor >= LONG) {
            return "lets people in though we have been exposed for long";
        } else if (breaker == Breaker.HALF_OPEN && !seenClean) {
            return "was reset though nothing was mended since the trip";
        } else if (lets() && guardian == Guardian.DOWN) {
            return "lets people in without a guardian";
        } else if (lets() && authority == Authority.OLD) {
            return "what was given before a trip counts again";
        } else if (breaker == Breaker.OPEN && acknowledged && wide && bound) {
            return "still answers strangers though its listener is what exposes";
        } else if (breaker == Breaker.CLOSED && !leaseSince) {
            return "is closed on a look from before a trip or a loss";
        }
        return "";
    }

    /// Everything that may happen next, by name.
    Map<String, Guard> next(Set<Rule> rules) {
        Map<String, Guard> next = new LinkedHashMap<>();
        Steps steps = new Steps(this, rules);
        next.put("a tick", steps.tick());
        next.put("the world changes", steps.worldChanges());
        steps.guardian(next);
        steps.breaker(next);
        steps.people(next);
        return next;
    }
}
