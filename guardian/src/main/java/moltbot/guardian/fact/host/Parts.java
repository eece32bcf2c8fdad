package moltbot.guardian.fact.host;

import java.util.List;

/// Our processes: the supervisor and the compartments it started.
public record Parts(List<PartFact> parts) {
    public Parts {
        parts = List.copyOf(parts);
    }
}
