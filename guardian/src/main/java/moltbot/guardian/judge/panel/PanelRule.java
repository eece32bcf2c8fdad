package moltbot.guardian.judge.panel;

import java.util.List;
import moltbot.guardian.fact.panel.Trial;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// A check of what the panel's address answers. As with H1, silence blocks and is not latched: a stranger who keeps the
/// breaker busy must not be able to trip it.
abstract sealed class PanelRule implements Rule<List<Trial>>
        permits Credentials,
                MisleadingHeaders,
                ForeignHost,
                ForeignPage,
                Upgrade,
                Confusion,
                Throttle,
                Leakage,
                PlainHttp {
    private final String id;

    PanelRule(String id) {
        this.id = id;
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public Finding.Action whenBlind() {
        return Finding.Action.HOLD;
    }

    final Finding exposure(Trial trial, String reason) {
        return Finding.exposure(id, trial.subject(), reason, trial.told());
    }

    final Finding trip(Trial trial, String reason) {
        return Finding.trip(id, trial.subject(), reason, trial.told());
    }
}
