package moltbot.breaker.stage;

import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import moltbot.breaker.address.Callers;
import moltbot.breaker.circuit.Circuit;
import moltbot.breaker.desk.Desk;
import moltbot.breaker.exchange.OwnPlaces;
import moltbot.breaker.exchange.Site;
import moltbot.breaker.journal.Figures;
import moltbot.breaker.limit.Limits;
import moltbot.breaker.upstream.Upstream;
import moltbot.contract.json.JsonArray;
import moltbot.contract.seal.Seal;

/// What the stages decide with. Every gate is here: none is optional.
///
/// @param canary   opens the guardian's canaries
/// @param places   where our own pages are
/// @param metrics  the breaker's figures as text
/// @param bypasses the owner's, in force
public record Gates(
        OwnPlaces places,
        Map<String, Site> sites,
        Callers callers,
        Limits limits,
        Circuit circuit,
        Desk.Parts desk,
        Upstream upstream,
        Seal canary,
        Figures figures,
        Supplier<String> metrics,
        Supplier<JsonArray> bypasses,
        LongSupplier nanos) {
    public Gates {
        sites = Map.copyOf(sites);
    }
}
