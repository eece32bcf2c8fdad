package moltbot.gateway.money;

import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Usage;

/// One line of the accounts: what was set aside for a question, or what it cost in the end.
sealed interface Entry {
    String id();

    /// Before the question leaves.
    ///
    /// @param day  the owner's date
    record Reserved(String id, String day, String turn, String provider, String model, Amount most) implements Entry {}

    /// After the answer.
    record Settled(String id, Usage usage, Amount cost) implements Entry {}

    default JsonObject toJson() {
        return switch (this) {
            case Reserved(String id, String day, String turn, String provider, String model, Amount most) ->
                JsonObject.with("id", id)
                        .with("day", day)
                        .with("turn", turn)
                        .with("provider", provider)
                        .with("model", model)
                        .with("mostNanos", most.nanos())
                        .with("mostTokens", most.tokens())
                        .build();
            case Settled(String id, Usage usage, Amount cost) ->
                JsonObject.with("id", id)
                        .with("input", usage.input())
                        .with("cacheRead", usage.cacheRead())
                        .with("cacheWrite", usage.cacheWrite())
                        .with("output", usage.output())
                        .with("costNanos", cost.nanos())
                        .build();
        };
    }

    static Entry fromJson(JsonObject json) {
        String id = json.text("id");
        if (json.has("day")) {
            return new Reserved(
                    id,
                    json.text("day"),
                    json.text("turn"),
                    json.text("provider"),
                    json.text("model"),
                    new Amount(json.number("mostNanos"), json.number("mostTokens")));
        }
        Usage usage = new Usage(
                json.number("input"), json.number("cacheRead"), json.number("cacheWrite"), json.number("output"));
        long nanos = json.number("costNanos");
        if (nanos < 0 || usage.total() < 0) {
            throw ContractException.malformed("The accounts hold a negative amount.");
        }
        return new Settled(id, usage, new Amount(nanos, usage.total()));
    }
}
