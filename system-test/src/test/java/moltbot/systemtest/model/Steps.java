package moltbot.systemtest.model;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import moltbot.systemtest.model.Guard.Authority;
import moltbot.systemtest.model.Guard.Breaker;
import moltbot.systemtest.model.Guard.Guardian;
import moltbot.systemtest.model.Guard.Look;
import moltbot.systemtest.model.Guard.Rule;

/// What may happen in a state, each with the rule that bounds it.
///
/// @param rules  those that hold
record Steps(Guard now, Set<Rule> rules) {
    private Guard but(Consumer<Draft> change) {
        Draft draft = new Draft(now);
        change.accept(draft);
        return draft.done();
    }

    private boolean has(Rule rule) {
        return rules.contains(rule);
    }

    Guard tick() {
        return but(next -> {
            boolean unwished = now.exposed() && now.wishLeft() == 0;
            next.exposedFor = unwished ? Math.min(now.exposedFor() + 1, Guard.LONG) : 0;
            next.wishLeft = Math.max(0, now.wishLeft() - 1);
            next.bypassLeft = has(Rule.BYPASSES_EXPIRE) ? next.wishLeft : now.bypassLeft();
            next.sweep = now.sweep().older();
            next.looking = now.looking().older();
            next.dwellLeft = Math.max(0, now.dwellLeft() - 1);
            if (now.messageLeft() == 1) {
                next.dropMessage();
            } else if (now.messageLeft() > 1) {
                next.messageLeft = now.messageLeft() - 1;
            }
            if (has(Rule.LEASES_RUN_OUT) && now.leaseLeft() > 0) {
                next.leaseLeft = now.leaseLeft() - 1;
                if (next.leaseLeft == 0) {
                    next.loseLease();
                }
            }
            if (!has(Rule.TIME_RESETS_NOTHING) && now.breaker() == Breaker.OPEN && now.leaseLeft() > 0) {
                next.breaker = Breaker.HALF_OPEN;
            }
        });
    }

    Guard worldChanges() {
        return but(next -> {
            next.exposed = !now.exposed();
            next.exposedFor = 0;
            next.seenClean = now.seenClean() || now.exposed();
        });
    }

    /// The monotonic clock stands still meanwhile, and the world does not. That it slept is known before the next lease
    /// is given, for the wall clock is ahead then.
    private Guard sleeps() {
        return but(next -> {
            if (has(Rule.SLEEP_VOIDS_LOOKS)) {
                next.sweep = Look.NONE;
                next.looking = Look.NONE;
            } else {
                next.sweep = now.sweep().beforeSleep();
                next.looking = now.looking().beforeSleep();
            }
        });
    }

    void guardian(Map<String, Guard> into) {
        switch (now.guardian()) {
            case DOWN -> into.put("the guardian starts", but(next -> next.guardian = Guardian.RUNNING));
            case HUNG -> {
                into.put("the guardian goes on", but(next -> next.guardian = Guardian.RUNNING));
                into.put("the guardian is killed", guardianEnds());
            }
            case RUNNING -> {
                into.put("the guardian hangs", but(next -> next.guardian = Guardian.HUNG));
                into.put("the guardian is killed", guardianEnds());
                looks(into);
                if (now.breaker() != Breaker.DOWN) {
                    talks(into);
                }
            }
        }
    }

    private Guard guardianEnds() {
        return but(next -> {
            next.guardian = Guardian.DOWN;
            next.sweep = Look.NONE;
            next.looking = Look.NONE;
            next.dropMessage();
            if (has(Rule.END_OF_FILE_ENDS_THE_LEASE)) {
                next.loseLease();
            }
        });
    }

    /// What a look sees, it sees as it begins; it may take any time to end, and may end without having seen.
    private void looks(Map<String, Guard> into) {
        if (!now.looking().is()) {
            into.put("a look begins", but(next -> {
                boolean clean = !now.exposed() || now.bypassLeft() > 0;
                next.looking = new Look(0, clean, true, true);
            }));
            return;
        }
        into.put("the look ends", but(next -> {
            next.sweep = now.looking();
            next.looking = Look.NONE;
        }));
        into.put("the look fails", but(next -> {
            boolean well = !has(Rule.BLINDNESS_IS_NO_ALL_CLEAR);
            next.sweep = new Look(
                    now.looking().age(),
                    well,
                    now.looking().since(),
                    now.looking().awake());
            next.looking = Look.NONE;
        }));
    }

    private void talks(Map<String, Guard> into) {
        boolean young = now.sweep().age() <= Guard.FRESH || !has(Rule.LEASES_REST_ON_CHECKS);
        boolean clean = now.sweep().clean() || !has(Rule.FINDINGS_WITHHOLD_THE_LEASE);
        if (now.sweep().is() && clean && young && now.messageLeft() == 0) {
            into.put("a lease is issued", but(next -> {
                next.wrong = now.sweep().awake() ? "" : "gives permission for what it saw before the machine slept";
                next.messageLeft = Guard.LIFE;
                next.messageStale = false;
                next.messageSince = now.sweep().since();
            }));
        }
        if (now.sweep().is() && !now.sweep().clean() && !now.tripped()) {
            into.put("the guardian trips", trips(true));
        }
    }

    /// @param wide  for exposure
    private Guard trips(boolean wide) {
        return but(next -> {
            next.tripped = true;
            next.acknowledged = !has(Rule.LATCH_BEFORE_ACKNOWLEDGING);
            next.seenClean = !now.exposed() || now.wishLeft() > 0;
            next.messageStale = now.messageLeft() > 0;
            next.loseLease();
            next.wide = wide;
            next.bound = now.bound() && !(wide && has(Rule.AN_EXPOSURE_TRIP_UNBINDS));
            if (now.authority() != Authority.NONE) {
                next.authority = has(Rule.A_TRIP_ENDS_AUTHORITY) ? Authority.NONE : Authority.OLD;
            }
        });
    }

    void breaker(Map<String, Guard> into) {
        if (now.breaker() == Breaker.DOWN) {
            into.put("the breaker starts", but(this::breakerStarts));
            return;
        }
        into.put("the breaker is killed", but(this::breakerEnds));
        if (now.messageLeft() > 0) {
            into.put("the lease arrives", but(this::leaseArrives));
        }
        if (!now.tripped()) {
            into.put("the operator trips", trips(false));
        } else if (now.breaker() == Breaker.OPEN) {
            if (!now.latched()) {
                into.put("the latch is kept", but(next -> next.latched = true));
            } else if (!now.acknowledged()) {
                into.put("the trip is acknowledged", but(next -> next.acknowledged = true));
            }
            boolean allClear = now.leaseLeft() > 0 && (now.leaseSince() || !has(Rule.RESET_WANTS_A_NEW_LOOK));
            if (now.latched() && allClear) {
                into.put("the operator resets", but(this::resets));
            }
        }
    }

    private void breakerStarts(Draft next) {
        next.breaker = Breaker.OPEN;
        next.tripped = now.latched() && has(Rule.LATCH_SURVIVES_A_CRASH);
        next.wide = now.wide() && next.tripped;
        next.bound = !(next.wide && has(Rule.A_START_ON_AN_EXPOSURE_LATCH_STAYS_UNBOUND));
        next.nothingSince();
    }

    private void breakerEnds(Draft next) {
        next.breaker = Breaker.DOWN;
        next.tripped = false;
        next.bound = false;
        next.leaseLeft = 0;
        next.dropMessage();
    }

    private void leaseArrives(Draft next) {
        next.dropMessage();
        if (now.messageStale()) {
            next.wrong = has(Rule.EPOCHS_FENCE_LEASES) ? "" : "takes a lease of an epoch that has ended";
            return;
        }
        next.leaseLeft = now.messageLeft();
        next.leaseSince = now.messageSince();
        boolean anew = now.messageSince() || !has(Rule.HEALING_WANTS_A_NEW_LOOK);
        if (now.breaker() == Breaker.OPEN && !now.tripped() && anew) {
            next.breaker = Breaker.CLOSED;
            next.bound = true;
        } else if (now.breaker() == Breaker.HALF_OPEN && (now.dwellLeft() == 0 || !has(Rule.HALF_OPEN_LASTS))) {
            next.wrong = now.dwellLeft() == 0 ? "" : "lets everybody in before it has watched for the dwell";
            next.bound = true;
            next.latched = false;
            next.tripped = false;
            next.breaker = Breaker.CLOSED;
        }
    }

    /// Those who come while they may, and one who comes whenever the door is there.
    void people(Map<String, Guard> into) {
        if (now.lets() && now.authority() == Authority.NONE) {
            into.put("the owner signs in", but(next -> next.authority = Authority.LIVE));
        }
        if (now.authority() != Authority.NONE) {
            into.put("the owner signs out", but(next -> next.authority = Authority.NONE));
        }
        if (now.wishLeft() == 0) {
            into.put("the owner bypasses the check", but(next -> {
                next.wishLeft = Guard.BYPASS;
                next.bypassLeft = Guard.BYPASS;
                next.exposedFor = 0;
                next.seenClean = true;
            }));
        }
        boolean local = has(Rule.HALF_OPEN_IS_LOCAL);
        if (now.breaker() == Breaker.HALF_OPEN && now.bound() && !local) {
            into.put(
                    "a stranger is let in",
                    but(next -> next.wrong = "lets strangers in while it is only being watched"));
        }
        into.put("the machine sleeps", sleeps());
    }

    private void resets(Draft next) {
        next.acknowledged = false;
        next.breaker = Breaker.HALF_OPEN;
        next.dwellLeft = Guard.DWELL;
    }
}
