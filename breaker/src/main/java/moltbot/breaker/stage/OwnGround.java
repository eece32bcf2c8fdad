package moltbot.breaker.stage;

import moltbot.breaker.exchange.OwnPlaces;
/// Tells what is ours to answer from what is the panel's, where both have paths of their own.

final class OwnGround implements Stage {
    @Override
    public Verdict judge(Visit visit) {
        OwnPlaces places = visit.places();
        if (places.foreign() && places.has(visit.request().target())) {
            visit.stepsOnto(places.within(visit.request().target()));
        }
        return Verdict.NEXT;
    }

    /// A stage that answers on our own ground only.
    static Stage only(Stage stage) {
        return new Stage() {
            @Override
            public Verdict judge(Visit visit) throws InterruptedException {
                return visit.own() ? stage.judge(visit) : Verdict.NEXT;
            }

            @Override
            public boolean waits(Visit visit) {
                return visit.own() && stage.waits(visit);
            }
        };
    }

    /// The last on our own ground: what nobody there answered is nowhere, and never the panel's.
    static Verdict nothing(Visit visit) {
        return visit.places().foreign() && visit.own()
                ? Verdict.error(404, "not-found", "There is nothing at that address.")
                : Verdict.NEXT;
    }
}
