package moltbot.control.policy;

import java.util.List;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.contract.channel.Errand;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.control.policy.EffectReading.NoEffect;

/// Effects that turn to people, understood. Who is written to is control's own knowledge: what the runtime says of it
/// must be that, word for word.
final class PeopleReading {
    static final String ASK = "user.ask";
    static final String GIVE = "file.give";
    private static final String OWNER = "owner";

    private PeopleReading() {}

    static EffectReading of(Effect effect, Known known) throws NoEffect {
        try {
            return switch (effect.effect()) {
                case ASK -> ask(effect);
                case GIVE -> give(effect);
                case Errand.PEOPLE -> list(effect);
                default -> send(effect, known);
            };
        } catch (ContractException e) {
            throw new NoEffect("This is nothing that is done with people: " + e.getMessage());
        }
    }

    private static EffectReading ask(Effect effect) throws NoEffect {
        if (!effect.shows().fields().keySet().equals(Set.of("question", "choices"))
                || effect.shows().text("question").isBlank()) {
            throw new NoEffect("This does not say whole what would be asked.");
        }
        return new EffectReading(Destination.PERSON, List.of(), Label.OWNERS);
    }

    private static EffectReading give(Effect effect) throws NoEffect {
        if (!effect.shows().fields().keySet().equals(Set.of("path"))
                || effect.shows().text("path").isBlank()) {
            throw new NoEffect("This does not say which file would be given.");
        }
        return new EffectReading(Destination.PERSON, List.of(), Label.OWNERS);
    }

    private static EffectReading list(Effect effect) throws NoEffect {
        if (!effect.shows().equals(JsonObject.EMPTY)) {
            throw new NoEffect("What is shown holds more than what would be done.");
        }
        return new EffectReading(
                effect.sender().equals(OWNER) ? Destination.PEOPLE : Destination.BEHALF, List.of(), Label.KEPT);
    }

    private static EffectReading send(Effect effect, Known known) throws NoEffect {
        Errand errand = Errand.fromJson(effect.shows());
        if (!errand.toJson().equals(effect.shows())) {
            throw new NoEffect("What is shown holds more than what would be done.");
        }
        Recipient recipient = known.people()
                .apply(errand.to())
                .orElseThrow(() -> new NoEffect("Nobody whom you let in has that key, so nobody is written to."));
        if (!recipient.words().equals(errand.recipient())) {
            throw new NoEffect("Whom it would write to is somebody else than it says.");
        }
        Destination destination = recipient.owner() ? Destination.SELF : Destination.CONTACT;
        return new EffectReading(
                effect.sender().equals(OWNER) ? destination : Destination.BEHALF,
                List.of("It would write to " + recipient.words() + ", and send all of the text below."),
                Label.OWNERS);
    }
}
