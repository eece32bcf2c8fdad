package moltbot.gateway.testtelegram;

import java.util.List;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// Messages as the Bot API writes them, field by field and in its order.
public final class Updates {
    /// The bot is `@Molt_Bot`.
    public static final String USERNAME = "Molt_Bot";

    public static final long BOT = 4_711;
    private static final long LONG_AGO = 1_700_000_000;

    private Updates() {}

    static JsonObject bot() {
        return JsonObject.with("id", BOT)
                .with("is_bot", true)
                .with("first_name", "Molt")
                .with("username", USERNAME)
                .build();
    }

    /// Somebody.
    public static JsonObject user(String id, String name) {
        return JsonObject.with("id", Long.parseLong(id))
                .with("is_bot", false)
                .with("first_name", name)
                .with("language_code", "en")
                .build();
    }

    /// Somebody writes to the bot.
    public static JsonObject.Builder direct(String person, String name, long messageId, String text) {
        return JsonObject.with("message_id", messageId)
                .with("from", user(person, name))
                .with(
                        "chat",
                        JsonObject.with("id", Long.parseLong(person))
                                .with("first_name", name)
                                .with("type", "private")
                                .build())
                .with("date", LONG_AGO + messageId)
                .with("text", text);
    }

    /// Somebody taps a button of a message that the bot sent them.
    static JsonObject tap(String person, String name, String id, long messageId, String data) {
        JsonObject message =
                direct(person, name, messageId, "May I?").with("from", bot()).build();
        return JsonObject.with("id", id)
                .with("from", user(person, name))
                .with("message", message)
                .with("chat_instance", "-3700000000000000000")
                .with("data", data)
                .build();
    }

    /// Somebody writes in a supergroup; the bot is mentioned at the beginning, or not.
    public static JsonObject.Builder inGroup(
            String person, String group, long messageId, boolean mentioned, String text) {
        String name = "@" + USERNAME;
        JsonObject.Builder message = JsonObject.with("message_id", messageId)
                .with("from", user(person, "Anna"))
                .with(
                        "chat",
                        JsonObject.with("id", Long.parseLong(group))
                                .with("title", "Family")
                                .with("type", "supergroup")
                                .build())
                .with("date", LONG_AGO + messageId);
        return mentioned
                ? message.with("text", name + " " + text)
                        .with("entities", entities(entity("mention", 0, name.length())))
                : message.with("text", text);
    }

    /// The same in one of a forum's topics.
    public static JsonObject.Builder inTopic(
            String person, String group, long topic, long messageId, boolean mentioned, String text) {
        JsonObject chat = JsonObject.with("id", Long.parseLong(group))
                .with("title", "Family")
                .with("is_forum", true)
                .with("type", "supergroup")
                .build();
        return inGroup(person, group, messageId, mentioned, text)
                .with("chat", chat)
                .with("message_thread_id", topic)
                .with(
                        "reply_to_message",
                        JsonObject.with("message_id", topic)
                                .with("from", bot())
                                .with("chat", chat)
                                .with("date", LONG_AGO)
                                .with(
                                        "forum_topic_created",
                                        JsonObject.with("name", "Holidays")
                                                .with("icon_color", 7_322_096)
                                                .build())
                                .build())
                .with("is_topic_message", true);
    }

    public static JsonObject entity(String type, int offset, int length) {
        return JsonObject.with("offset", offset)
                .with("length", length)
                .with("type", type)
                .build();
    }

    public static JsonArray entities(JsonObject... all) {
        return JsonArray.of(List.of(all));
    }
}
