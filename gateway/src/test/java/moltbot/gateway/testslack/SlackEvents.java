package moltbot.gateway.testslack;

import java.util.List;
import java.util.Locale;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// What Slack says of people and messages, field by field.
public final class SlackEvents {
    /// The bot is `@molt`.
    public static final String USERNAME = "molt";

    public static final String BOT = "U0BOT0001";
    public static final String TEAM = "T0TEAM001";
    public static final String APP = "A0APP0001";

    private SlackEvents() {}

    /// The channel in which somebody and the bot talk.
    public static String talk(String person) {
        return "D" + person.substring(1);
    }

    /// The number of a message, by its place in time; between two there is room for answers.
    public static String number(long time) {
        return exactly(time * 1_000);
    }

    static String exactly(long micros) {
        return String.format(Locale.ROOT, "%d.%06d", 1_700_000_000L + micros / 1_000_000, micros % 1_000_000);
    }

    /// The next number after this one.
    static String after(String number) {
        return exactly(Long.parseLong(number.replace(".", "")) - 1_700_000_000_000_000L + 1);
    }

    private static JsonArray rich(String text) {
        JsonObject element = JsonObject.with("type", "text").with("text", text).build();
        JsonObject section = JsonObject.with("type", "rich_text_section")
                .with("elements", JsonArray.of(List.of(element)))
                .build();
        return JsonArray.of(List.of(JsonObject.with("type", "rich_text")
                .with("block_id", "xYz1")
                .with("elements", JsonArray.of(List.of(section)))
                .build()));
    }

    /// A message that somebody wrote in some channel, as its event says it.
    public static JsonObject.Builder message(String channel, String person, String number, String text) {
        return JsonObject.with("user", person)
                .with("type", "message")
                .with("ts", number)
                .with(
                        "client_msg_id",
                        "c0ffee00-0000-4000-8000-" + number.replace(".", "").substring(4))
                .with("text", text)
                .with("team", TEAM)
                .with("blocks", rich(text))
                .with("channel", channel)
                .with("event_ts", number)
                .with("channel_type", channel.startsWith("D") ? "im" : "channel");
    }

    /// A message that somebody wrote to the bot alone.
    public static JsonObject.Builder direct(String person, long time, String text) {
        return message(talk(person), person, number(time), text);
    }

    /// A message that names the bot in a channel, as Slack tells it a second time.
    public static JsonObject.Builder mention(String channel, String person, long time, String text) {
        return message(channel, person, number(time), "<@" + BOT + "> " + text).with("type", "app_mention");
    }

    /// What somebody changed a message into.
    public static JsonObject changed(JsonObject message, String text, long time) {
        JsonObject now = message.toBuilder()
                .with("text", text)
                .with(
                        "edited",
                        JsonObject.with("user", message.text("user"))
                                .with("ts", number(time))
                                .build())
                .build();
        return JsonObject.with("type", "message")
                .with("subtype", "message_changed")
                .with("message", now)
                .with("previous_message", message)
                .with("channel", message.text("channel"))
                .with("hidden", true)
                .with("ts", number(time))
                .with("event_ts", number(time))
                .with("channel_type", message.text("channel_type"))
                .build();
    }

    /// A message is gone.
    public static JsonObject deleted(JsonObject message, long time) {
        return JsonObject.with("type", "message")
                .with("subtype", "message_deleted")
                .with("previous_message", message)
                .with("channel", message.text("channel"))
                .with("hidden", true)
                .with("deleted_ts", message.text("ts"))
                .with("ts", number(time))
                .with("event_ts", number(time))
                .with("channel_type", message.text("channel_type"))
                .build();
    }

    /// A message is gone on which a thread hangs.
    public static JsonObject buried(JsonObject message, long time) {
        JsonObject stone = JsonObject.with("type", "message")
                .with("subtype", "tombstone")
                .with("text", "This message was deleted.")
                .with("user", "USLACKBOT")
                .with("hidden", true)
                .with("ts", message.text("ts"))
                .with("thread_ts", message.text("ts"))
                .with("reply_count", 1)
                .with("is_locked", false)
                .build();
        return JsonObject.with("type", "message")
                .with("subtype", "message_changed")
                .with("message", stone)
                .with("previous_message", message)
                .with("channel", message.text("channel"))
                .with("hidden", true)
                .with("ts", number(time))
                .with("event_ts", number(time))
                .with("channel_type", message.text("channel_type"))
                .build();
    }

    /// Somebody uses the app's command in some channel; `trigger` names that one time.
    public static JsonObject slash(String person, String channel, String trigger, String text) {
        return JsonObject.with("token", "verification-token")
                .with("team_id", TEAM)
                .with("team_domain", "house")
                .with("channel_id", channel)
                .with("channel_name", channel.startsWith("D") ? "directmessage" : "general")
                .with("user_id", person)
                .with("user_name", "anna")
                .with("command", "/moltbot")
                .with("text", text)
                .with("api_app_id", APP)
                .with("is_enterprise_install", "false")
                .with("response_url", "https://hooks.slack.com/commands/" + TEAM + "/1/x")
                .with("trigger_id", trigger)
                .build();
    }

    /// A file of Slack's, as messages and `files.info` tell of it.
    public static JsonObject file(String id, String name, int size, String url) {
        return JsonObject.with("id", id)
                .with("created", 1_700_000_000)
                .with("name", name)
                .with("title", name)
                .with("mimetype", "application/octet-stream")
                .with("filetype", "binary")
                .with("size", size)
                .with("mode", "hosted")
                .with("is_external", false)
                .with("external_type", "")
                .with("is_public", false)
                .with("file_access", "visible")
                .with("url_private", url)
                .with("url_private_download", url)
                .build();
    }

    /// Somebody taps a button of a message that the bot sent, as it is now.
    public static JsonObject tap(String person, SlackWorld.Sent message, String at, JsonObject button) {
        JsonObject shown = JsonObject.with("type", "message")
                .with("user", BOT)
                .with("ts", message.number())
                .with("bot_id", "B0BOT0001")
                .with("text", message.request().textOr("text", ""))
                .with("team", TEAM)
                .with("blocks", message.request().list("blocks"))
                .build();
        return JsonObject.with("type", "block_actions")
                .with(
                        "user",
                        JsonObject.with("id", person)
                                .with("username", "anna")
                                .with("name", "anna")
                                .with("team_id", TEAM)
                                .build())
                .with("api_app_id", APP)
                .with("token", "verification-token")
                .with(
                        "container",
                        JsonObject.with("type", "message")
                                .with("message_ts", message.number())
                                .with("channel_id", message.channel())
                                .with("is_ephemeral", false)
                                .build())
                .with("trigger_id", "12.34.abc")
                .with(
                        "team",
                        JsonObject.with("id", TEAM).with("domain", "house").build())
                .with("enterprise", JsonValue.NULL)
                .with("is_enterprise_install", false)
                .with(
                        "channel",
                        JsonObject.with("id", message.channel())
                                .with("name", "directmessage")
                                .build())
                .with("message", shown)
                .with("response_url", "https://hooks.slack.com/actions/T0TEAM001/1/x")
                .with(
                        "actions",
                        JsonArray.of(List.of(button.toBuilder()
                                .with("block_id", "b1")
                                .with("action_ts", at)
                                .build())))
                .build();
    }

    static JsonObject self() {
        return JsonObject.with("ok", true)
                .with("url", "https://house.slack.com/")
                .with("team", "House")
                .with("user", USERNAME)
                .with("team_id", TEAM)
                .with("user_id", BOT)
                .with("bot_id", "B0BOT0001")
                .with("is_enterprise_install", false)
                .build();
    }

    static JsonObject user(String id) {
        JsonObject profile = JsonObject.with("real_name", "Anna Example")
                .with("display_name", "Anna")
                .build();
        return JsonObject.with("id", id)
                .with("team_id", TEAM)
                .with("name", "anna")
                .with("deleted", false)
                .with("real_name", "Anna Example")
                .with("profile", profile)
                .with("is_bot", false)
                .build();
    }

    static JsonObject payload(JsonObject event, int number) {
        JsonObject authorization = JsonObject.with("enterprise_id", JsonValue.NULL)
                .with("team_id", TEAM)
                .with("user_id", BOT)
                .with("is_bot", true)
                .with("is_enterprise_install", false)
                .build();
        return JsonObject.with("token", "verification-token")
                .with("team_id", TEAM)
                .with("context_team_id", TEAM)
                .with("api_app_id", APP)
                .with("event", event)
                .with("type", "event_callback")
                .with("event_id", "Ev0" + number)
                .with("event_time", 1_700_000_000)
                .with("authorizations", JsonArray.of(List.of(authorization)))
                .with("is_ext_shared_channel", false)
                .with("event_context", "4-ey")
                .build();
    }
}
