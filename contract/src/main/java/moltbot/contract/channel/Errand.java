package moltbot.contract.channel;

import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// A message that the assistant would send to somebody for its owner, whole: this and nothing else is read there.
///
/// @param to         whom, by [Address#key]; somebody the owner let in
/// @param recipient  who that is, in words, as control has it
/// @param text       plain; begins with [#FROM]
public record Errand(String to, String recipient, String text) {
    /// The effect of sending it, and of looking up to whom one may be sent.
    public static final String EFFECT = "message.send";

    public static final String PEOPLE = "people.list";

    /// Says who writes, to whoever reads it.
    public static final String FROM = "Sent by Moltbot, an assistant, for its owner:\n\n";

    /// Longest, in characters, without that.
    public static final int MAX_CHARS = 2_000;

    public Errand {
        String said = text.startsWith(FROM) ? text.substring(FROM.length()) : "";
        if (said.isBlank() || said.length() > MAX_CHARS || said.chars().anyMatch(Errand::hides)) {
            throw ContractException.malformed("A message says who it is from and has 1 to " + MAX_CHARS
                    + " characters, none of which is hidden.");
        }
    }

    private static boolean hides(int c) {
        int type = Character.getType(c);
        return c != '\n' && (type == Character.CONTROL || type == Character.FORMAT);
    }

    public JsonObject toJson() {
        return JsonObject.with("to", to)
                .with("recipient", recipient)
                .with("text", text)
                .build();
    }

    public static Errand fromJson(JsonObject json) {
        return new Errand(json.text("to"), json.text("recipient"), json.text("text"));
    }
}
