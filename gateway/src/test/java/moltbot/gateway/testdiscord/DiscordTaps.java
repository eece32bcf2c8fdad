package moltbot.gateway.testdiscord;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import moltbot.contract.json.JsonObject;

/// Interactions with a bot: buttons that were tapped, and commands that were chosen from a list.
public final class DiscordTaps {
    private static final int COMMAND = 2;
    private static final int COMPONENT = 3;
    private static final int SAY = 4;
    private static final int CHANGE = 7;

    private final DiscordWorld world;

    /// Those that were not answered, with the message whose button was tapped; empty for a command.
    private final Map<String, String> waiting = new HashMap<>();

    private final Set<String> withoutButtons = new HashSet<>();

    DiscordTaps(DiscordWorld world) {
        this.world = world;
    }

    /// Somebody taps a button of the latest message in their talk with the bot.
    public synchronized void tap(String person, String name, String id, String label) {
        DiscordWorld.Sent message = offered(DiscordWorld.talk(person)).orElseThrow();
        String said = message.request().list("components").objects().stream()
                .flatMap(row -> row.list("components").objects().stream())
                .filter(button -> button.text("label").equals(label))
                .map(button -> button.text("custom_id"))
                .findFirst()
                .orElseThrow();
        JsonObject data = JsonObject.with("id", 2)
                .with("component_type", 2)
                .with("custom_id", said)
                .build();
        happens(id, message.id(), Events.interaction(COMPONENT, person, name, id, data));
    }

    /// Somebody chooses a command from the list.
    public synchronized void command(String person, String name, String id, JsonObject data) {
        happens(id, "", Events.interaction(COMMAND, person, name, id, data));
    }

    private void happens(String id, String message, JsonObject.Builder interaction) {
        waiting.put(id, message);
        world.happen("INTERACTION_CREATE", interaction.build());
    }

    synchronized boolean callBack(String interaction, JsonObject body) {
        String message = waiting.remove(interaction);
        boolean tap = message != null && !message.isEmpty();
        if (tap && body.integer("type") == CHANGE && body.object("data").has("components")) {
            withoutButtons.add(message);
        }
        return message != null && (tap || body.integer("type") == SAY);
    }

    /// True once each was answered.
    public synchronized boolean allAnswered() {
        return waiting.isEmpty();
    }

    private Optional<DiscordWorld.Sent> offered(String channel) {
        return world.sent().stream()
                .filter(one -> one.channel().equals(channel)
                        && one.request().has("components")
                        && !withoutButtons.contains(one.id()))
                .reduce((_, later) -> later);
    }

    /// Whether a message in a channel has buttons.
    public synchronized boolean offers(String channel) {
        return offered(channel).isPresent();
    }
}
