package moltbot.control.policy;

import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;

/// Something a tool wants to do, whole. Its digest is computed here from what is shown, never taken on trust.
///
/// @param call     the tool call
/// @param session  the conversation
/// @param turn     the turn within it
/// @param tool     the tool's name
/// @param effect   what kind of effect
/// @param shows    the whole effect: what a person sees and what is carried out
/// @param digest   of `shows`
public record Effect(
        String call, String session, String turn, String tool, String effect, JsonObject shows, String digest) {
    private static final int MAX_WORD = 128;

    /// Reads a request for permission. A digest of something else is refused as `digest-mismatch`.
    public static Effect fromJson(JsonObject json) {
        JsonObject shows = json.object("shows");
        String digest = Seal.digest(shows.toBytes());
        if (!digest.equals(json.text("digest"))) {
            throw ContractException.refused(
                    "digest-mismatch", "What is shown is not what would be done. Nothing was done.");
        }
        return new Effect(
                word(json, "call"),
                word(json, "session"),
                word(json, "turn"),
                word(json, "tool"),
                word(json, "effect"),
                shows,
                digest);
    }

    private static String word(JsonObject json, String field) {
        String word = json.text(field);
        if (word.isEmpty() || word.length() > MAX_WORD) {
            throw ContractException.malformed("The field '" + field + "' has 1 to " + MAX_WORD + " characters.");
        }
        return word;
    }
}
