package moltbot.control.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.label.Label.Data;
import moltbot.contract.label.Label.Input;

/// Says why the policy decides as it does, from the very table it decides by. Pure.
public final class Explanation {
    private Explanation() {}

    /// Every line of the table, and for each place an effect may lead the way to it from what others wrote.
    public static JsonObject everything() {
        return JsonObject.with(
                        "lines",
                        JsonArray.of(DecisionTable.HOUSE.rows().stream()
                                .map(Explanation::shown)
                                .toList()))
                .with("paths", JsonArray.of(paths()))
                .build();
    }

    /// What decides about an effect under a label, wherever it leads.
    public static JsonObject of(String effect, Label label) {
        List<JsonObject> lines = new ArrayList<>();
        for (Destination destination : Destination.values()) {
            DecisionTable.HOUSE
                    .find(effect, label, destination)
                    .ifPresent(row -> lines.add(shown(row).toBuilder()
                            .with("destination", destination.word())
                            .build()));
        }
        if (lines.isEmpty()) {
            throw ContractException.refused(
                    "unknown-effect",
                    "The table knows no effect '" + effect + "'. ./moltbot policy explain shows them all.");
        }
        return JsonObject.with("effect", effect)
                .with("label", label.toJson())
                .with("lines", JsonArray.of(lines))
                .build();
    }

    /// The line that decided, by its number; nothing where the table has changed since.
    public static Optional<JsonObject> line(long number) {
        return DecisionTable.HOUSE.rows().stream()
                .filter(row -> row.line() == number)
                .map(Explanation::shown)
                .findFirst();
    }

    private static JsonObject shown(Row row) {
        return JsonObject.with("line", row.line())
                .with("effect", row.effect())
                .with("input", row.input())
                .with("data", row.data())
                .with("destination", row.destination())
                .with("decision", row.answer())
                .with("why", row.why())
                .build();
    }

    /// For each effect and place, how near what others wrote comes to it at best: with nothing private in the way.
    private static List<JsonObject> paths() {
        List<JsonObject> paths = new ArrayList<>();
        List<String> effects =
                DecisionTable.HOUSE.rows().stream().map(Row::effect).distinct().toList();
        for (String effect : effects) {
            for (Destination destination : Destination.values()) {
                Label open = new Label(Input.UNTRUSTED, Data.PUBLIC);
                Label kept = new Label(Input.UNTRUSTED, Data.PRIVATE);
                Optional<Row> best = DecisionTable.HOUSE.find(effect, open, destination);
                Optional<Row> worst = DecisionTable.HOUSE.find(effect, kept, destination);
                if (best.isPresent()) {
                    paths.add(JsonObject.with("effect", effect)
                            .with("destination", destination.word())
                            .with("decision", best.get().answer())
                            .with("withPrivate", worst.map(Row::answer).orElse("deny"))
                            .with("path", path(effect, destination, best.get()))
                            .build());
                }
            }
        }
        return paths;
    }

    private static String path(String effect, Destination destination, Row row) {
        String way = "what somebody else wrote → the conversation that reads it, untrusted from then on → the model → "
                + effect;
        return switch (row.answer()) {
            case "allow" -> way + " → done, and leads to " + destination.word() + " only";
            case "deny" -> way + " → ends here: denied";
            default -> way + " → ends at you: nothing is done without your yes";
        };
    }
}
