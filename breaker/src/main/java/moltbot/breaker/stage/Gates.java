package moltbot.breaker.stage;

import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import moltbot.breaker.address.Callers;
import moltbot.breaker.circuit.Circuit;
import moltbot.breaker.exchange.OwnPlaces;
import moltbot.breaker.exchange.Site;
import moltbot.breaker.identity.Identities;
import moltbot.breaker.journal.Journal;
import moltbot.breaker.limit.Limits;
import moltbot.breaker.upstream.Upstream;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;

/// What the stages decide with. Every gate is here: none is optional.
///
/// @param canary    opens the guardian's canaries
/// @param places    where our own pages are
/// @param insecure  names of the weakening settings in force
/// @param report    the breaker's state, as the owner may read it
/// @param guard     the guardian's report, likewise
public record Gates(
        OwnPlaces places,
        Map<String, Site> sites,
        Callers callers,
        Limits limits,
        Circuit circuit,
        Identities identities,
        Cookies cookies,
        Upstream upstream,
        Journal journal,
        Seal canary,
        List<String> insecure,
        Supplier<JsonObject> report,
        Supplier<JsonObject> guard,
        LongSupplier nanos) {
    public Gates {
        sites = Map.copyOf(sites);
        insecure = List.copyOf(insecure);
    }
}
