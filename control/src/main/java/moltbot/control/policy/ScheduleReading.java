package moltbot.control.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.control.policy.EffectReading.NoEffect;

/// Effects on what is done later, understood.
public final class ScheduleReading {
    static final String MAKE = "schedule.make";

    private static final Set<String> FIELDS = Set.of("when", "text", "rule", "session");
    private static final Pattern SESSION = Pattern.compile("schedule-[0-9a-f]{16}");

    private ScheduleReading() {}

    static EffectReading of(Effect effect) throws NoEffect {
        try {
            return switch (effect.effect()) {
                case MAKE -> make(effect.shows());
                case "schedule.list" -> new EffectReading(Destination.SCHEDULE, List.of(), Label.KEPT);
                default -> new EffectReading(Destination.SCHEDULE, List.of(), Label.OWNERS);
            };
        } catch (ContractException e) {
            throw new NoEffect("This is nothing that is done with a schedule: " + e.getMessage());
        }
    }

    private static EffectReading make(JsonObject shows) throws NoEffect {
        String session = shows.text("session");
        if (!shows.fields().keySet().equals(FIELDS) || !SESSION.matcher(session).matches()) {
            throw new NoEffect("This does not say whole what would be done later.");
        }
        return new EffectReading(
                Destination.SCHEDULE,
                List.of("It would do this, " + shows.text("when") + ": “" + shows.text("text") + "”"),
                Label.OWNERS);
    }

    /// The conversation that an effect which is allowed will run in later; empty for every other effect.
    public static Optional<String> laterIn(Effect effect) {
        return effect.effect().equals(MAKE) ? Optional.of(effect.shows().text("session")) : Optional.empty();
    }
}
