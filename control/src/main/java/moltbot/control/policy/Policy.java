package moltbot.control.policy;

import java.util.Optional;
import java.util.Set;
import moltbot.contract.label.Label;
import moltbot.contract.mcp.RemotePlace;
import moltbot.contract.sandbox.SandboxBrowser;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.contract.tool.ToolGroup;
import moltbot.contract.web.WebFetch;
import moltbot.contract.web.WebSearch;

/// Which effects are done at once, which wait for a person, and which are never done. Pure: the same effect of a
/// conversation with the same label gets the same answer. What it does not know it denies.
public final class Policy {
    private Policy() {}

    /// Decides by the table.
    ///
    /// @param label  of the conversation that wants it
    /// @param known  what control knows by itself
    public static Verdict decide(Effect effect, Label label, Known known) {
        EffectReading reading;
        try {
            reading = EffectReading.of(effect, known);
        } catch (EffectReading.NoEffect e) {
            return new Verdict(new Decision.Deny(String.valueOf(e.getMessage())), label, "", 0, label);
        }
        Optional<ToolGroup> group = group(effect, reading);
        if (group.isPresent() && !known.tools().contains(group.get())) {
            return new Verdict(
                    new Decision.Deny(notGiven(group.get(), known.tools())),
                    label,
                    reading.destination().word(),
                    0,
                    label);
        }
        Optional<Row> row = DecisionTable.HOUSE.find(effect.effect(), label, reading.destination());
        Decision decision = row.map(found -> decision(found, reading))
                .orElseGet(() -> new Decision.Deny("No line of the policy lets it lead there."));
        return new Verdict(
                decision,
                label,
                reading.destination().word(),
                row.map(Row::line).orElse(0),
                reading.leaves());
    }

    /// What is held open is a server, a browser or a command.
    private static Optional<ToolGroup> group(Effect effect, EffectReading reading) {
        if (!effect.effect().equals(SandboxHold.EFFECT)) {
            return ToolGroup.of(effect.effect());
        }
        if (reading.destination() == Destination.CONFIGURED) {
            return Optional.of(ToolGroup.SERVERS);
        }
        boolean browser = SandboxBrowser.isOne(SandboxHold.fromJson(effect.shows()));
        return Optional.of(browser ? ToolGroup.BROWSER : ToolGroup.COMMANDS);
    }

    private static String notGiven(ToolGroup wanted, Set<ToolGroup> given) {
        return "The owner did not give this conversation tools for '" + wanted.word() + "'. It has: "
                + ToolGroup.words(given) + ".";
    }

    private static Decision decision(Row row, EffectReading reading) {
        String notes = String.join(" ", reading.notes());
        return switch (row.answer()) {
            case "allow" -> new Decision.Allow();
            case "ask" -> new Decision.Ask(notes.isEmpty() ? row.why() : notes, true);
            case "each" -> new Decision.Ask(notes.isEmpty() ? row.why() : row.why() + " " + notes, false);
            default -> new Decision.Deny(row.why());
        };
    }

    /// True for what the gateway carries out.
    public static boolean isTheGateways(Effect effect) {
        return effect.effect().equals(WebFetch.EFFECT)
                || effect.effect().equals(WebSearch.EFFECT)
                || effect.effect().equals(RemotePlace.EFFECT);
    }

    /// True for what the gateway, too, has a part in.
    public static boolean wantsNetwork(Effect effect) {
        return switch (effect.effect()) {
            case SandboxSpec.EFFECT ->
                !SandboxSpec.fromJson(effect.shows()).network().isNone();
            case SandboxHold.EFFECT ->
                !SandboxHold.fromJson(effect.shows()).spec().network().isNone();
            default -> false;
        };
    }
}
