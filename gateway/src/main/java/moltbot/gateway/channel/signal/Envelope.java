package moltbot.gateway.channel.signal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import moltbot.contract.Cut;
import moltbot.contract.channel.Address;
import moltbot.contract.chat.Others;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.FileNames;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Incoming.Offered;

/// Reads what signal-cli tells of a message (`JsonMessageEnvelope` of signal-cli). A person is their
/// `sourceUuid`: numbers and names change.
final class Envelope {
    private static final int MOST_QUOTED = 500;
    private static final int KEY_DIGITS = 12;

    private final String account;
    private final JsonObject envelope;

    private Envelope(String account, JsonObject envelope) {
        this.account = account;
        this.envelope = envelope;
    }

    /// What somebody wrote; empty for everything else, such as receipts, typing, calls and what the account's owner
    /// writes to others.
    ///
    /// @param account  the house's own, as a number
    /// @param ownUuid  its id, once known, else empty
    static Optional<Incoming> read(String account, String ownUuid, JsonObject envelope) {
        if (envelope.textOr("sourceUuid", "").isEmpty()) {
            return Optional.empty();
        }
        return new Envelope(account, envelope).incoming(ownUuid);
    }

    /// A sign that was put to a message of the house's.
    ///
    /// @param message  who put it there, and where; without words
    /// @param target   when the message was sent that it was put to
    record Reaction(Incoming message, long target, String emoji) {}

    /// A sign that was put to a message of the house's; empty for everything else, and where one was taken away.
    static Optional<Reaction> reaction(String account, String ownUuid, JsonObject envelope) {
        if (envelope.textOr("sourceUuid", "").isEmpty()) {
            return Optional.empty();
        }
        Envelope read = new Envelope(account, envelope);
        JsonObject note = read.noteToSelf();
        boolean self = note.has("reaction");
        JsonObject data = self ? note : envelope.objectOr("dataMessage", JsonObject.EMPTY);
        JsonObject reaction = data.objectOr("reaction", JsonObject.EMPTY);
        boolean own =
                read.isOwn(reaction.textOr("targetAuthorNumber", ""), reaction.textOr("targetAuthorUuid", ""), ownUuid);
        return own && data.has("timestamp") && !reaction.flagOr("isRemove", false)
                ? Optional.of(new Reaction(
                        read.incoming(data, self, ownUuid, "", List.of()),
                        reaction.numberOr("targetSentTimestamp", 0),
                        reaction.textOr("emoji", "")))
                : Optional.empty();
    }

    /// What somebody takes back of what they wrote; empty for everything else. Nobody can take back what another wrote:
    /// an id is made of who wrote and when.
    static Optional<Incoming.Withdrawn> withdrawn(String account, String ownUuid, JsonObject envelope) {
        JsonObject data = data(envelope);
        JsonObject delete = data.objectOr("remoteDelete", JsonObject.EMPTY);
        if (!delete.has("timestamp") || !data.has("timestamp")) {
            return Optional.empty();
        }
        Incoming taken = new Envelope(account, envelope).incoming(data, false, ownUuid, "", List.of());
        return Optional.of(
                new Incoming.Withdrawn(id(delete.number("timestamp"), taken.who()), taken.who(), taken.place()));
    }

    /// The id of what a message said before it was changed to this; empty where it is new.
    static Optional<String> before(JsonObject envelope, Incoming message) {
        JsonObject holder = envelope.has("editMessage") ? envelope : new Envelope("", envelope).noteToSelf();
        JsonObject edit = holder.objectOr("editMessage", JsonObject.EMPTY);
        return edit.has("targetSentTimestamp")
                ? Optional.of(id(edit.number("targetSentTimestamp"), message.who()))
                : Optional.empty();
    }

    private static String id(long timestamp, Address who) {
        String key = who.key();
        return "signal-" + timestamp + "-" + key.substring(key.length() - KEY_DIGITS);
    }

    /// The account's own id, where this tells it: what it sent from its other devices comes from itself.
    static Optional<String> ownUuid(String account, JsonObject envelope) {
        return envelope.has("syncMessage")
                        && envelope.textOr("sourceNumber", "").equals(account)
                ? Optional.of(envelope.textOr("sourceUuid", ""))
                : Optional.empty();
    }

    /// When a message was sent, by its id as [#read] makes it: what Signal itself knows it by.
    static long timestamp(String id) {
        return Long.parseLong(id.substring(id.indexOf('-') + 1, id.lastIndexOf('-')));
    }

    private Optional<Incoming> incoming(String ownUuid) {
        if (envelope.has("dataMessage")) {
            return written(envelope.object("dataMessage"), false, ownUuid);
        }
        if (envelope.has("editMessage")) {
            return edited(envelope, false, ownUuid);
        }
        JsonObject note = noteToSelf();
        if (note.has("editMessage")) {
            return edited(note, true, ownUuid);
        }
        return note.equals(JsonObject.EMPTY) ? Optional.empty() : written(note, true, ownUuid);
    }

    /// Something that was written before is said anew: whether the house ever read it, it need not know.
    private Optional<Incoming> edited(JsonObject holder, boolean self, String ownUuid) {
        return written(changed(holder), self, ownUuid)
                .filter(message -> !message.text().isBlank())
                .map(message ->
                        message.withWords("(I changed an earlier message, which now says:)\n" + message.text()));
    }

    private static JsonObject changed(JsonObject holder) {
        return holder.object("editMessage").objectOr("dataMessage", JsonObject.EMPTY);
    }

    /// What signal-cli says of the message itself, be it new, changed or to oneself; empty where there is none.
    static JsonObject data(JsonObject envelope) {
        if (envelope.textOr("sourceUuid", "").isEmpty()) {
            return JsonObject.EMPTY;
        }
        JsonObject holder = envelope.has("dataMessage") || envelope.has("editMessage")
                ? envelope
                : new Envelope("", envelope).noteToSelf();
        if (holder.has("editMessage")) {
            return changed(holder);
        }
        return holder.objectOr("dataMessage", holder);
    }

    /// What the account wrote to itself; empty where this is none of that.
    private JsonObject noteToSelf() {
        JsonObject sent = envelope.objectOr("syncMessage", JsonObject.EMPTY).objectOr("sentMessage", JsonObject.EMPTY);
        boolean toSelf =
                !sent.has("groupInfo") && sent.textOr("destinationUuid", "").equals(envelope.text("sourceUuid"));
        return toSelf ? sent : JsonObject.EMPTY;
    }

    private Optional<Incoming> written(JsonObject data, boolean self, String ownUuid) {
        if (!data.has("timestamp") || data.has("reaction") || data.has("remoteDelete")) {
            return Optional.empty();
        }
        String text = text(data, ownUuid);
        List<Offered> files = files(data);
        return text.isBlank() && files.isEmpty()
                ? Optional.empty()
                : Optional.of(incoming(data, self, ownUuid, text, files));
    }

    private Incoming incoming(JsonObject data, boolean self, String ownUuid, String text, List<Offered> files) {
        Address who = new Address("signal", account, Address.Kind.DIRECT, envelope.text("sourceUuid"));
        JsonObject group = data.objectOr("groupInfo", JsonObject.EMPTY);
        boolean inGroup = !group.textOr("groupId", "").isEmpty();
        Address place = inGroup ? new Address("signal", account, Address.Kind.GROUP, group.text("groupId")) : who;
        return new Incoming(
                id(data.number("timestamp"), who),
                who,
                place,
                inGroup ? group.textOr("groupName", "") : envelope.textOr("sourceName", ""),
                self,
                mentioned(data, ownUuid),
                text,
                files);
    }

    /// signal-cli has them by the time that it tells of the message. What can be viewed once is left alone.
    private static List<Offered> files(JsonObject data) {
        if (Kinds.isViewOnce(data)) {
            return List.of();
        }
        return data.listOr("attachments", JsonArray.EMPTY).objects().stream()
                .filter(file -> file.has("id"))
                .map(file -> new Offered(
                        file.text("id"),
                        FileNames.of(file.textOr("filename", ""), file.textOr("contentType", "")),
                        file.numberOr("size", 0)))
                .toList();
    }

    private boolean mentioned(JsonObject data, String ownUuid) {
        JsonObject quote = data.objectOr("quote", JsonObject.EMPTY);
        return isOwn(quote.textOr("authorNumber", ""), quote.textOr("authorUuid", ""), ownUuid)
                || mentions(data).stream()
                        .anyMatch(mention -> isOwn(mention.textOr("number", ""), mention.textOr("uuid", ""), ownUuid));
    }

    private boolean isOwn(String number, String uuid, String ownUuid) {
        return number.equals(account) || (!ownUuid.isEmpty() && uuid.equals(ownUuid));
    }

    private static List<JsonObject> mentions(JsonObject data) {
        return data.listOr("mentions", JsonArray.EMPTY).objects();
    }

    /// The words, with what they answer to before them.
    private String text(JsonObject data, String ownUuid) {
        List<String> parts = new ArrayList<>();
        parts.add(named(data, ownUuid).strip());
        parts.addAll(Kinds.unread(data));
        parts.removeIf(String::isEmpty);
        StringBuilder text = new StringBuilder(String.join("\n", parts));
        String quoted = data.objectOr("quote", JsonObject.EMPTY).textOr("text", "");
        boolean more = !text.isEmpty() || data.has("attachments");
        if (more && !quoted.isBlank()) {
            text.insert(0, Others.quoted(Cut.marked(quoted, MOST_QUOTED)) + "\n\n");
        }
        return text.toString();
    }

    /// Signal puts one character where somebody is mentioned, and says beside the text who.
    private String named(JsonObject data, String ownUuid) {
        String text = data.textOr("message", "");
        List<JsonObject> mentions = mentions(data).stream()
                .sorted(Comparator.comparingLong((JsonObject mention) -> mention.number("start"))
                        .reversed())
                .toList();
        for (JsonObject mention : mentions) {
            long start = mention.number("start");
            long end = start + mention.number("length");
            if (start < 0 || end < start || end > text.length()) {
                continue;
            }
            boolean own = isOwn(mention.textOr("number", ""), mention.textOr("uuid", ""), ownUuid);
            text = text.substring(0, (int) start)
                    + (own ? "" : "@" + mention.textOr("name", "somebody"))
                    + text.substring((int) end);
        }
        return text;
    }
}
