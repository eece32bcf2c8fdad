package moltbot.systemtest.model;

import moltbot.systemtest.model.Guard.Authority;
import moltbot.systemtest.model.Guard.Breaker;
import moltbot.systemtest.model.Guard.Guardian;
import moltbot.systemtest.model.Guard.Look;

/// A [Guard] that is being changed: what happens together is written one line each.
final class Draft {
    boolean exposed;
    int exposedFor;
    Breaker breaker;
    boolean tripped;
    boolean latched;
    boolean acknowledged;
    boolean seenClean;
    int leaseLeft;
    boolean leaseSince;
    int dwellLeft;
    Guardian guardian;
    Look sweep;
    Look looking;
    int messageLeft;
    boolean messageStale;
    boolean messageSince;
    boolean wide;
    boolean bound;
    Authority authority;
    int bypassLeft;
    int wishLeft;
    String wrong = "";

    Draft(Guard of) {
        exposed = of.exposed();
        exposedFor = of.exposedFor();
        breaker = of.breaker();
        tripped = of.tripped();
        latched = of.latched();
        acknowledged = of.acknowledged();
        seenClean = of.seenClean();
        leaseLeft = of.leaseLeft();
        leaseSince = of.leaseSince();
        dwellLeft = of.dwellLeft();
        guardian = of.guardian();
        sweep = of.sweep();
        looking = of.looking();
        messageLeft = of.messageLeft();
        messageStale = of.messageStale();
        messageSince = of.messageSince();
        wide = of.wide();
        bound = of.bound();
        authority = of.authority();
        bypassLeft = of.bypassLeft();
        wishLeft = of.wishLeft();
    }

    /// Every look so far began before what happens now.
    void nothingSince() {
        sweep = sweep.before();
        looking = looking.before();
        leaseSince = false;
        messageSince = false;
    }

    void loseLease() {
        leaseLeft = 0;
        if (breaker == Breaker.CLOSED || breaker == Breaker.HALF_OPEN) {
            breaker = Breaker.OPEN;
        }
        nothingSince();
    }

    void dropMessage() {
        messageLeft = 0;
        messageStale = false;
        messageSince = false;
    }

    /// What makes no difference any more is made equal, so that equal lives meet in one state.
    Guard done() {
        if (leaseLeft == 0) {
            leaseSince = false;
        }
        if (breaker != Breaker.HALF_OPEN) {
            dwellLeft = 0;
        }
        if (!tripped && !latched) {
            wide = false;
        }
        return new Guard(
                exposed,
                exposedFor,
                breaker,
                tripped,
                latched,
                acknowledged,
                seenClean,
                leaseLeft,
                leaseSince,
                dwellLeft,
                guardian,
                sweep,
                looking,
                messageLeft,
                messageStale,
                messageSince,
                wide,
                bound,
                authority,
                bypassLeft,
                wishLeft,
                wrong);
    }
}
