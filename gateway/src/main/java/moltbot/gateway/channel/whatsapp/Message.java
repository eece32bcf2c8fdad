package moltbot.gateway.channel.whatsapp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.channel.Address;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;
import moltbot.gateway.channel.Incoming;

/// Reads a message of a webhook
/// ([messages](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/)).
/// A person is their phone number or, where WhatsApp keeps that from the house, the id that WhatsApp made
/// of them for this business alone: names change, and anybody can have any. Times are not looked at.
final class Message {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{5,20}");
    private static final Pattern SCOPED = Pattern.compile("[A-Z]{2}\\.[0-9A-Za-z.]{1,160}");
    private static final int LONGEST_ID = 300;
    private static final int ID_DIGITS = 40;

    private final String account;
    private final JsonObject message;
    private final JsonArray contacts;
    private final String wamid;
    private final String person;

    /// @param account   the id of the number it was written to
    /// @param contacts  who wrote, as the webhook says beside the messages
    Message(String account, JsonObject message, JsonArray contacts) {
        this.account = account;
        this.message = message;
        this.contacts = contacts;
        this.wamid = message.text("id");
        this.person = person(message);
        if (wamid.isEmpty() || wamid.length() > LONGEST_ID) {
            throw ContractException.malformed("An id of a message is not empty and not that long.");
        }
    }

    private static String person(JsonObject message) {
        String number = message.textOr("from", "");
        String person = number.isEmpty() ? message.text("from_user_id") : number;
        if (!isNumber(person) && !SCOPED.matcher(person).matches()) {
            throw ContractException.malformed("Who wrote is a number, or an id of a country and a number.");
        }
        return person;
    }

    /// Whether a person is known by their phone number.
    static boolean isNumber(String person) {
        return NUMBER.matcher(person).matches();
    }

    /// WhatsApp's own id for it.
    String wamid() {
        return wamid;
    }

    /// What the house calls it: WhatsApp's ids are longer than that, and have signs.
    String id() {
        return called(wamid);
    }

    private static String called(String wamid) {
        return "whatsapp-"
                + Seal.sha256Hex(wamid.getBytes(StandardCharsets.UTF_8)).substring(0, ID_DIGITS);
    }

    /// What whoever wrote it takes back, by a message of the type `revoke`. Whether that was handed over, also before a
    /// restart, is known where it would be.
    Optional<Incoming.Withdrawn> withdrawn() {
        String earlier = message.textOr("type", "").equals("revoke") && !message.has("group_id")
                ? message.objectOr("revoke", JsonObject.EMPTY).textOr("original_message_id", "")
                : "";
        return earlier.isEmpty() || earlier.length() > LONGEST_ID
                ? Optional.empty()
                : Optional.of(new Incoming.Withdrawn(called(earlier), place(), place()));
    }

    private Address place() {
        return new Address(WhatsAppChannel.NAME, account, Address.Kind.DIRECT, person);
    }

    /// What somebody wrote; empty for everything else, such as reactions and what is [#withdrawn]. Nor is a group
    /// heard: who is let in is one person.
    Optional<Incoming> incoming(Said said) {
        if (message.has("group_id")) {
            return Optional.empty();
        }
        Spoken spoken = new Spoken(message, context -> said.to(person, context));
        List<Incoming.Offered> files = Offers.of(message);
        String text = spoken.whole(!files.isEmpty());
        if (text.isBlank() && files.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Incoming(id(), place(), place(), name(), false, false, text, files));
    }

    private String name() {
        for (JsonObject contact : contacts.objects()) {
            if (person.equals(contact.textOr("wa_id", "")) || person.equals(contact.textOr("user_id", ""))) {
                JsonObject profile = contact.objectOr("profile", JsonObject.EMPTY);
                return profile.textOr("name", profile.textOr("username", ""));
            }
        }
        return "";
    }
}
