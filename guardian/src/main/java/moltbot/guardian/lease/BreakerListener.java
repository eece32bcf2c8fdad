package moltbot.guardian.lease;

import moltbot.contract.json.JsonObject;

/// Follows the breaker by what it says of itself. Safe for use by several threads.
///
/// @param wake  called where a decision about leases may have changed
record BreakerListener(BreakerView breaker, Evidence evidence, Runnable wake) implements LockLine.Listener {
    @Override
    public void state(JsonObject state, boolean first, long askedNanos) {
        BreakerView.News news = breaker.heard(state, first, askedNanos);
        if (first) {
            evidence.demandFresh();
        } else if (news == BreakerView.News.CHANGED) {
            evidence.refresh();
        }
        if (news != BreakerView.News.OUTDATED && !breaker.isTripped() && evidence.alarmed()) {
            evidence.notTripped();
        }
        if (news == BreakerView.News.CHANGED && state.has("trip")) {
            JsonObject trip = state.object("trip");
            evidence.standsTripped(trip.text("id"), trip.text("check"));
        }
        if (news == BreakerView.News.CHANGED) {
            wake.run();
        }
    }

    @Override
    public void lost() {
        breaker.lost();
        wake.run();
    }
}
