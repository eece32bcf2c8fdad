package moltbot.control.policy;

import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.seal.Seal;

/// Something a tool wants to do, whole. Its digest is computed here from what is shown, never taken on trust.
///
/// @param call     the tool call
/// @param sender   whose conversation it is
/// @param session  the conversation's name
/// @param turn     the turn within it
/// @param tool     the tool's name
/// @param effect   what kind of effect
/// @param shows    the whole effect: what a person sees and what is carried out
/// @param digest   of `shows`
/// @param label    the conversation's, as the runtime tells it: it may be worse in truth, never better
/// @param task     of the sub-agent that wants it, as the runtime tells it; empty where the assistant itself does
public record Effect(
        String call,
        String sender,
        String session,
        String turn,
        String tool,
        String effect,
        JsonObject shows,
        String digest,
        Label label,
        String task) {
    private static final int MAX_WORD = 128;
    private static final int MAX_TASK = 200;

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
                word(json, "sender"),
                word(json, "session"),
                word(json, "turn"),
                word(json, "tool"),
                word(json, "effect"),
                shows,
                digest,
                Label.fromJson(json.object("label")),
                task(json.textOr("task", "")));
    }

    private static String task(String task) {
        if (task.length() > MAX_TASK) {
            throw ContractException.malformed("A sub-agent's task is told in at most " + MAX_TASK + " characters.");
        }
        return task;
    }

    /// Why a person is asked, and where a sub-agent wants it, who that is. It changes nothing of what is decided: a
    /// sub-agent has the rights of its conversation.
    public String asking(String why) {
        return task.isEmpty() ? why : why + " A sub-agent asks this; its task: “" + task + "”";
    }

    private static String word(JsonObject json, String field) {
        String word = json.text(field);
        if (word.isEmpty() || word.length() > MAX_WORD) {
            throw ContractException.malformed("The field '" + field + "' has 1 to " + MAX_WORD + " characters.");
        }
        return word;
    }
}
