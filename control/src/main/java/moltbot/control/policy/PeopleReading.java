package moltbot.control.policy;

import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.contract.label.Label;
import moltbot.control.policy.EffectReading.NoEffect;

/// Effects that turn to people, understood.
final class PeopleReading {
    static final String ASK = "user.ask";

    private PeopleReading() {}

    static EffectReading of(Effect effect) throws NoEffect {
        try {
            return ask(effect);
        } catch (ContractException e) {
            throw new NoEffect("This is nothing that is done with people: " + e.getMessage());
        }
    }

    private static EffectReading ask(Effect effect) throws NoEffect {
        if (!effect.shows().fields().keySet().equals(Set.of("question", "choices"))
                || effect.shows().text("question").isBlank()) {
            throw new NoEffect("This does not say whole what would be asked.");
        }
        return new EffectReading(Destination.PERSON, java.util.List.of(), Label.OWNERS);
    }
}
