package moltbot.gateway.testdiscord;

import java.util.List;
import java.util.Map;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// What Discord says of people and messages, field by field.
public final class Events {
    /// The bot is `@molt`.
    public static final String USERNAME = "molt";

    public static final String BOT = "4711";
    public static final String GUILD = "900100";

    /// By which an interaction is answered.
    static final String TICKET = "aWNhbmFyeXRpYtldA";

    private static final String LONG_AGO = "2023-11-14T22:13:20.000000+00:00";

    private Events() {}

    static JsonObject bot() {
        return user(BOT, USERNAME).toBuilder().with("bot", true).build();
    }

    /// Somebody.
    public static JsonObject user(String id, String name) {
        return JsonObject.with("id", id)
                .with("username", name.toLowerCase(java.util.Locale.ROOT))
                .with("avatar", JsonValue.NULL)
                .with("discriminator", "0")
                .with("public_flags", 0)
                .with("flags", 0)
                .with("global_name", name)
                .build();
    }

    /// The channel in which somebody and the bot talk.
    static JsonObject talk(String person, String name) {
        return JsonObject.with("id", DiscordWorld.talk(person))
                .with("type", 1)
                .with("last_message_id", JsonValue.NULL)
                .with("recipients", JsonArray.of(List.of(user(person, name))))
                .build();
    }

    /// A message in some channel.
    public static JsonObject.Builder message(String channel, String person, String name, String id, String text) {
        return JsonObject.with("type", 0)
                .with("content", text)
                .with("mentions", JsonArray.EMPTY)
                .with("mention_roles", JsonArray.EMPTY)
                .with("attachments", JsonArray.EMPTY)
                .with("embeds", JsonArray.EMPTY)
                .with("timestamp", LONG_AGO)
                .with("edited_timestamp", JsonValue.NULL)
                .with("flags", 0)
                .with("components", JsonArray.EMPTY)
                .with("id", id)
                .with("channel_id", channel)
                .with("author", user(person, name))
                .with("pinned", false)
                .with("mention_everyone", false)
                .with("tts", false);
    }

    /// What is told of messages that are gone: no author and no words, and of several of a server's at once.
    static Map<String, JsonObject> deleted(String channel, List<String> ids, boolean server) {
        JsonObject.Builder data = ids.size() == 1
                ? JsonObject.with("id", ids.getFirst()).with("channel_id", channel)
                : JsonObject.with("ids", JsonArray.ofTexts(ids)).with("channel_id", channel);
        return Map.of(
                ids.size() == 1 ? "MESSAGE_DELETE" : "MESSAGE_DELETE_BULK",
                (server ? data.with("guild_id", GUILD) : data).build());
    }

    /// Somebody does something with the bot in their talk with it: 2 chooses a command, 3 taps a button.
    public static JsonObject.Builder interaction(int type, String person, String name, String id, JsonObject data) {
        return JsonObject.with("id", id)
                .with("application_id", BOT)
                .with("type", type)
                .with("data", data)
                .with("channel_id", DiscordWorld.talk(person))
                .with("channel", talk(person, name))
                .with("user", user(person, name))
                .with("token", TICKET)
                .with("version", 1)
                .with("locale", "en-GB")
                .with("context", 1)
                .with("entitlements", JsonArray.EMPTY);
    }

    /// One that names the bot.
    public static JsonObject.Builder naming(String channel, String person, String name, String id, String text) {
        return message(channel, person, name, id, "<@" + BOT + "> " + text)
                .with("mentions", JsonArray.of(List.of(bot())));
    }

    /// A message's id; 0 where it has none that can be read.
    static long number(JsonObject message) {
        String id = message.textOr("id", "");
        return id.matches("[0-9]{1,18}|1[0-9]{18}") ? Long.parseLong(id) : 0;
    }
}
