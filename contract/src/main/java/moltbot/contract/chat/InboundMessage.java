package moltbot.contract.chat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// A message from a person, as a channel hands it to the runtime.
///
/// @param id       the channel's own id for it; the same id again is the same message and is taken once
/// @param channel  `panel`, `host`, [#PROGRAM] or the name of a messenger
/// @param sender   immutable id of the person within the channel
/// @param session  the conversation's name, 1 to 64 of letters, digits, `.`, `_` and `-`
/// @param text     what was written, at most [#MAX_TEXT_BYTES] of UTF-8; blank only where files come along
/// @param address  where in a messenger this conversation is answered ([moltbot.contract.channel.Address#key]); empty
/// for a conversation that is read where it is kept
/// @param files    what comes along, in the order of its bytes
public record InboundMessage(
        String id, String channel, String sender, String session, String text, String address, List<SentFile> files) {
    /// The channel of programs: what comes by it is not the owner's word, whoever gave them the right to speak.
    public static final String PROGRAM = "api";

    public static final int MAX_TEXT_BYTES = 256 << 10;

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public InboundMessage {
        requireWord("message id", id);
        requireWord("channel", channel);
        requireWord("sender", sender);
        requireSession(session);
        if (!address.isEmpty()) {
            requireWord("address", address);
        }
        files = SentFile.require(files);
        if (text.isBlank() && files.isEmpty()) {
            throw new ContractException(Code.MALFORMED, "empty-message", "There is nothing in that message.");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES) {
            throw new ContractException(
                    Code.TOO_LARGE,
                    "too-large",
                    "That message is longer than " + (MAX_TEXT_BYTES >> 10) + " KiB; nothing of it was taken.");
        }
    }

    /// A message with nothing but words, whose answer goes nowhere else.
    public InboundMessage(String id, String channel, String sender, String session, String text) {
        this(id, channel, sender, session, text, "");
    }

    /// A message with nothing but words.
    public InboundMessage(String id, String channel, String sender, String session, String text, String address) {
        this(id, channel, sender, session, text, address, List.of());
    }

    /// The same with other words.
    public InboundMessage withText(String other) {
        return new InboundMessage(id, channel, sender, session, other, address, files);
    }

    /// Refuses a conversation's name that is not well formed.
    public static String requireSession(String session) {
        return requireWord("conversation's name", session);
    }

    /// Refuses an id that is not well formed.
    public static String requireId(String id) {
        return requireWord("message id", id);
    }

    private static String requireWord(String what, String word) {
        if (!WORD.matcher(word).matches()) {
            throw new ContractException(
                    Code.MALFORMED,
                    "malformed",
                    "A " + what + " has 1 to 64 letters, digits, dots, dashes or underscores.");
        }
        return word;
    }

    public JsonObject toJson() {
        return JsonObject.with("id", id)
                .with("channel", channel)
                .with("sender", sender)
                .with("session", session)
                .with("text", text)
                .with("address", address)
                .with("files", JsonArray.of(files.stream().map(SentFile::toJson).toList()))
                .build();
    }

    public static InboundMessage fromJson(JsonObject json) {
        return new InboundMessage(
                json.text("id"),
                json.text("channel"),
                json.text("sender"),
                json.text("session"),
                json.text("text"),
                json.textOr("address", ""),
                json.listOr("files", JsonArray.EMPTY).objects().stream()
                        .map(SentFile::fromJson)
                        .toList());
    }
}
