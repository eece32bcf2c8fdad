package moltbot.gateway.channel.whatsapp;

import java.util.ArrayList;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// What one webhook brings for the house's own number
/// ([payload](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/)).
///
/// @param letters   what people wrote, in its order
/// @param statuses  what became of what the house said
record Delivered(List<Letter> letters, List<Status> statuses) {
    private static final System.Logger LOG = System.getLogger("whatsapp");
    private static final String OBJECT = "whatsapp_business_account";

    /// What somebody wrote, and what is said beside it of who wrote.
    record Letter(JsonObject message, JsonArray contacts) {}

    /// What became of a message.
    ///
    /// @param error    0 where it went well
    /// @param arrived  whether it is where whoever it is for has it
    record Status(String message, int error, boolean arrived) {}

    /// What is for other numbers, and of other things, is left out.
    ///
    /// @throws ContractException  where it cannot be read
    static Delivered read(byte[] body, String number) {
        Delivered all = new Delivered(new ArrayList<>(), new ArrayList<>());
        JsonObject root = JsonObject.parse(body);
        if (!root.textOr("object", "").equals(OBJECT)) {
            LOG.log(System.Logger.Level.WARNING, "A webhook came that tells of something else than WhatsApp.");
            return all;
        }
        for (JsonObject entry : root.list("entry").objects()) {
            for (JsonObject change : entry.listOr("changes", JsonArray.EMPTY).objects()) {
                if (change.textOr("field", "").equals("messages")) {
                    all.add(change.object("value"), number);
                }
            }
        }
        return all;
    }

    private void add(JsonObject value, String number) {
        String to = value.objectOr("metadata", JsonObject.EMPTY).textOr("phone_number_id", "");
        if (!to.equals(number)) {
            LOG.log(System.Logger.Level.WARNING, "A webhook came that is for another number.");
            return;
        }
        JsonArray contacts = value.listOr("contacts", JsonArray.EMPTY);
        each(value, "messages", message -> letters.add(new Letter(message, contacts)));
        each(value, "statuses", status -> statuses.add(status(status)));
    }

    private static Status status(JsonObject status) {
        String word = status.textOr("status", "");
        return new Status(status.text("id"), error(status), word.equals("delivered") || word.equals("read"));
    }

    private static int error(JsonObject status) {
        if (!status.textOr("status", "").equals("failed")) {
            return 0;
        }
        List<JsonObject> errors = status.listOr("errors", JsonArray.EMPTY).objects();
        return errors.isEmpty() ? Reply.Refused.FAILED : errors.getFirst().integer("code");
    }

    @FunctionalInterface
    private interface Reader {
        void read(JsonObject one);
    }

    /// One that cannot be understood must not stop the others.
    private static void each(JsonObject value, String field, Reader reader) {
        for (JsonValue one : value.listOr(field, JsonArray.EMPTY).values()) {
            try {
                if (one instanceof JsonObject object) {
                    reader.read(object);
                }
            } catch (ContractException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "A part of a webhook could not be understood: {0}",
                        e.getMessage());
            }
        }
    }
}
