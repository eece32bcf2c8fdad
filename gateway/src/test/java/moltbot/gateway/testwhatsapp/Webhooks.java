package moltbot.gateway.testwhatsapp;

import java.util.List;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// Webhooks as the Cloud API writes them, field by field.
public final class Webhooks {
    /// The id of the house's phone number, and the number itself.
    public static final String NUMBER = "106540352242922";

    public static final String DISPLAY = "+1 555-078-3881";

    private static final String ACCOUNT = "102290129340398";
    private static final long LONG_AGO = 1_700_000_000;

    private Webhooks() {}

    /// The id of a message.
    public static String wamid(long time) {
        return "wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQUFERjg0NDEzNDdFODU3" + String.format("%08d", time) + "+/AA=";
    }

    /// The id that stands for somebody, for this business alone.
    public static String scoped(String person) {
        return "US.1349120865530" + person;
    }

    /// What somebody sends, without what it is.
    public static JsonObject.Builder from(String person, long time) {
        return JsonObject.with("from", person)
                .with("from_user_id", scoped(person))
                .with("id", wamid(time))
                .with("timestamp", Long.toString(LONG_AGO + time));
    }

    /// When a message was written, by its id; -1 where there is none.
    static long time(String wamid) {
        return wamid.isEmpty() ? -1 : Long.parseLong(wamid.substring(wamid.length() - 13, wamid.length() - 5));
    }

    /// Somebody writes.
    public static JsonObject.Builder text(String person, long time, String text) {
        return from(person, time).with("type", "text").with("text", body(text));
    }

    private static JsonObject body(String text) {
        return JsonObject.with("body", text).build();
    }

    /// Somebody takes back what they wrote at `before`.
    public static JsonObject.Builder revoke(String person, long time, long before) {
        return from(person, time)
                .with("type", "revoke")
                .with(
                        "revoke",
                        JsonObject.with("original_message_id", wamid(before)).build());
    }

    /// Somebody sends a picture, a document, a voice message.
    ///
    /// @param type  of the message, such as `image`
    /// @param media  the media type
    public static JsonObject.Builder file(String person, long time, String type, String id, String media) {
        return from(person, time).with("type", type).with(type, media(id, media).build());
    }

    public static JsonObject.Builder media(String id, String media) {
        return JsonObject.with("mime_type", media)
                .with("sha256", "4tPt7cIgBmR0oQDWzu4vTCcWJ1UZ3pkcOnGl8ZMz1qk=")
                .with("id", id);
    }

    /// What was written before it, or whose words it has.
    public static JsonObject context(String field, JsonValue value) {
        return JsonObject.with(field, value).build();
    }

    /// The webhook of messages of one person.
    public static JsonObject messages(String person, String name, JsonObject... messages) {
        JsonObject contact = JsonObject.with(
                        "profile", JsonObject.with("name", name).build())
                .with("wa_id", person)
                .with("user_id", scoped(person))
                .build();
        return webhook(
                NUMBER,
                JsonObject.with("contacts", JsonArray.of(List.of(contact)))
                        .with("messages", JsonArray.of(List.of(messages))));
    }

    /// What became of a message.
    ///
    /// @param error  0 for none
    public static JsonObject status(String wamid, String status, String person, int error) {
        JsonObject.Builder one = JsonObject.with("id", wamid)
                .with("status", status)
                .with("timestamp", Long.toString(LONG_AGO))
                .with("recipient_id", person);
        if (error != 0) {
            one.with(
                    "errors",
                    JsonArray.of(List.of(JsonObject.with("code", error)
                            .with("title", "Message failed")
                            .with("message", "Message failed")
                            .with(
                                    "error_data",
                                    JsonObject.with("details", "It is so.").build())
                            .with(
                                    "href",
                                    "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/")
                            .build())));
        }
        return webhook(NUMBER, JsonObject.with("statuses", JsonArray.of(List.of(one.build()))));
    }

    /// A webhook for a number.
    public static JsonObject webhook(String number, JsonObject.Builder content) {
        JsonObject.Builder value = JsonObject.with("messaging_product", "whatsapp")
                .with(
                        "metadata",
                        JsonObject.with("display_phone_number", "15550783881")
                                .with("phone_number_id", number)
                                .build());
        content.build().fields().forEach(value::with);
        return of(value.build(), "messages");
    }

    /// A webhook of a field.
    public static JsonObject of(JsonObject value, String field) {
        JsonObject change = JsonObject.with("value", value).with("field", field).build();
        JsonObject entry = JsonObject.with("id", ACCOUNT)
                .with("changes", JsonArray.of(List.of(change)))
                .build();
        return JsonObject.with("object", "whatsapp_business_account")
                .with("entry", JsonArray.of(List.of(entry)))
                .build();
    }
}
