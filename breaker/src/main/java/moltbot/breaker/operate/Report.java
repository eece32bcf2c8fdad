package moltbot.breaker.operate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import moltbot.breaker.circuit.Circuit;
import moltbot.breaker.circuit.Trip;
import moltbot.breaker.circuit.View;
import moltbot.breaker.identity.Identities;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// The breaker's state in words, as docs/LINKS.md has it.
///
/// @param leaseAge  how old the last lease is, if there was one
/// @param address   where a browser on this machine finds the panel
/// @param insecure  names of the weakening settings in force
/// @param guard     what the guardian told last
public record Report(
        Circuit circuit,
        Identities identities,
        Supplier<Optional<Duration>> leaseAge,
        String address,
        List<String> insecure,
        Guard guard) {
    public Report {
        insecure = List.copyOf(insecure);
    }

    /// For the host and the signed-in owner.
    public JsonObject full() {
        View view = circuit.view();
        return JsonObject.with("state", view.state().name())
                .with("why", view.why())
                .with("epoch", view.epoch())
                .with("trip", trip(view))
                .with(
                        "leaseAgeMillis",
                        leaseAge.get().map(age -> JsonValue.of(age.toMillis())).orElse(JsonValue.NULL))
                .with("claimed", identities.claimed())
                .with("resetWants", identities.wantedAtHost().word())
                .with("address", address)
                .with("insecure", JsonArray.ofTexts(insecure))
                .with("guard", guard.summary())
                .build();
    }

    /// For the guardian, after each lease.
    public JsonObject lock() {
        View view = circuit.view();
        return JsonObject.with("epoch", view.epoch())
                .with("state", view.state().name())
                .with("trip", trip(view))
                .build();
    }

    private static JsonValue trip(View view) {
        return view.trip().<JsonValue>map(Report::json).orElse(JsonValue.NULL);
    }

    private static JsonObject json(Trip trip) {
        return JsonObject.with("id", trip.id())
                .with("check", trip.check())
                .with("reason", trip.reason())
                .with("evidence", trip.evidence())
                .with("exposure", trip.exposure())
                .with("at", trip.at().toString())
                .build();
    }
}
