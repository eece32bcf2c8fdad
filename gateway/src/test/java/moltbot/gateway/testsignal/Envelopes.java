package moltbot.gateway.testsignal;

import java.util.List;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import org.jspecify.annotations.Nullable;

/// Envelopes as signal-cli 0.13 writes them, fields that are null included.
public final class Envelopes {
    private Envelopes() {}

    /// Somebody writes to the house.
    public static JsonObject direct(String uuid, String name, long timestamp, String text) {
        return of(uuid, name, timestamp)
                .with("dataMessage", data(timestamp, text).build())
                .build();
    }

    /// A file as signal-cli tells of it.
    ///
    /// @param name  null where it has none
    public static JsonObject file(String id, String mediaType, @Nullable String name, long size) {
        return JsonObject.with("contentType", mediaType)
                .with("filename", name == null ? JsonValue.NULL : JsonValue.of(name))
                .with("id", id)
                .with("size", size)
                .with("width", JsonValue.NULL)
                .with("height", JsonValue.NULL)
                .with("caption", JsonValue.NULL)
                .with("uploadTimestamp", 1)
                .build();
    }

    /// Somebody sends a file, with words or without.
    ///
    /// @param text  null where there are none
    public static JsonObject withFile(String uuid, long timestamp, @Nullable String text, JsonObject file) {
        JsonObject.Builder data =
                data(timestamp, "").with("message", text == null ? JsonValue.NULL : JsonValue.of(text));
        return of(uuid, "Anna", timestamp)
                .with(
                        "dataMessage",
                        data.with("attachments", JsonArray.of(List.of(file))).build())
                .build();
    }

    /// Somebody writes in a group; the assistant is mentioned at the beginning, or not.
    public static JsonObject inGroup(
            String uuid, String name, long timestamp, String group, boolean mentioned, String text) {
        JsonObject.Builder data = data(timestamp, mentioned ? "\uFFFC " + text : text)
                .with(
                        "groupInfo",
                        JsonObject.with("groupId", group)
                                .with("groupName", "Family")
                                .with("revision", 3)
                                .with("type", "DELIVER")
                                .build());
        if (mentioned) {
            data.with(
                    "mentions",
                    JsonArray.of(List.of(JsonObject.with("name", "Bot")
                            .with("number", SignalWorld.ACCOUNT)
                            .with("uuid", SignalWorld.OWN_UUID)
                            .with("start", 0)
                            .with("length", 1)
                            .build())));
        }
        return of(uuid, name, timestamp).with("dataMessage", data.build()).build();
    }

    /// The account's owner writes to themselves on their phone.
    public static JsonObject noteToSelf(long timestamp, String text) {
        return own(timestamp, SignalWorld.OWN_UUID, text);
    }

    /// The account's owner writes to somebody else on their phone.
    public static JsonObject ownToOther(long timestamp, String uuid, String text) {
        return own(timestamp, uuid, text);
    }

    private static JsonObject own(long timestamp, String to, String text) {
        JsonObject.Builder sent = JsonObject.with("destination", to)
                .with("destinationNumber", JsonValue.NULL)
                .with("destinationUuid", to);
        data(timestamp, text).build().fields().forEach(sent::with);
        return JsonObject.with("source", SignalWorld.ACCOUNT)
                .with("sourceNumber", SignalWorld.ACCOUNT)
                .with("sourceUuid", SignalWorld.OWN_UUID)
                .with("sourceName", "Me")
                .with("sourceDevice", 1)
                .with("timestamp", timestamp)
                .with("serverReceivedTimestamp", timestamp + 5)
                .with("serverDeliveredTimestamp", timestamp + 9)
                .with(
                        "syncMessage",
                        JsonObject.with("sentMessage", sent.build()).build())
                .build();
    }

    /// Somebody changes a message of theirs.
    ///
    /// @param target  when it was sent
    public static JsonObject edited(String uuid, long timestamp, long target, String text) {
        JsonObject edit = JsonObject.with("targetSentTimestamp", target)
                .with("dataMessage", data(timestamp, text).build())
                .build();
        return of(uuid, "Anna", timestamp).with("editMessage", edit).build();
    }

    /// Somebody deletes a message of theirs for everybody.
    ///
    /// @param target  when it was sent
    public static JsonObject deleted(String uuid, long timestamp, long target) {
        return of(uuid, "Anna", timestamp)
                .with(
                        "dataMessage",
                        data(timestamp, "")
                                .with("message", JsonValue.NULL)
                                .with(
                                        "remoteDelete",
                                        JsonObject.with("timestamp", target).build())
                                .build())
                .build();
    }

    /// Somebody puts a sign to a message of the house's, or takes it away.
    public static JsonObject reaction(String uuid, long timestamp, String emoji, long target, boolean away) {
        JsonObject reaction = JsonObject.with("emoji", emoji)
                .with("targetAuthor", SignalWorld.ACCOUNT)
                .with("targetAuthorNumber", SignalWorld.ACCOUNT)
                .with("targetAuthorUuid", SignalWorld.OWN_UUID)
                .with("targetSentTimestamp", target)
                .with("isRemove", away)
                .build();
        return of(uuid, "Anna", timestamp)
                .with(
                        "dataMessage",
                        data(timestamp, "")
                                .with("message", JsonValue.NULL)
                                .with("reaction", reaction)
                                .build())
                .build();
    }

    /// An envelope without its message.
    public static JsonObject.Builder of(String uuid, String name, long timestamp) {
        return JsonObject.with("source", uuid)
                .with("sourceNumber", JsonValue.NULL)
                .with("sourceUuid", uuid)
                .with("sourceName", name)
                .with("sourceDevice", 1)
                .with("timestamp", timestamp)
                .with("serverReceivedTimestamp", timestamp + 5)
                .with("serverDeliveredTimestamp", timestamp + 9);
    }

    public static JsonObject.Builder data(long timestamp, String text) {
        return JsonObject.with("timestamp", timestamp)
                .with("message", text)
                .with("expiresInSeconds", 0)
                .with("viewOnce", false);
    }
}
