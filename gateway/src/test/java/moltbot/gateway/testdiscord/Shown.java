package moltbot.gateway.testdiscord;

import java.util.LinkedHashMap;
import java.util.Map;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// What a bot is shown of a message.
final class Shown {
    private static final int MESSAGE_CONTENT = 1 << 15;

    private Shown() {}

    /// Without the privileged intent a message in a server that does not name the bot has no words.
    static JsonObject of(JsonObject message, int intents) {
        boolean named = message.fields().get("mentions") instanceof JsonArray mentions
                && mentions.objects().stream()
                        .anyMatch(user -> user.textOr("id", "").equals(Events.BOT));
        boolean all = (intents & MESSAGE_CONTENT) != 0 || named || !message.has("guild_id");
        return all
                ? message
                : message.toBuilder()
                        .with("content", "")
                        .with("attachments", JsonArray.EMPTY)
                        .build();
    }

    /// As a list says it, and not an event.
    static JsonObject listed(JsonObject message) {
        Map<String, JsonValue> fields = new LinkedHashMap<>(message.fields());
        fields.remove("guild_id");
        fields.remove("member");
        return new JsonObject(fields);
    }
}
