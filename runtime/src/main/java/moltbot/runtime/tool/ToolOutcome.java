package moltbot.runtime.tool;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Attachment;
import moltbot.runtime.workspace.WorkspaceChange;

/// How a call ended, and what it did to the workspace.
///
/// @param output       what the model and the person read
/// @param detail       extra facts to show
/// @param tryAgain     true if nothing was done yet and it may work in a moment
/// @param attachments  images and documents the model is shown beside the output
/// @param gives        a file of the workspace that the person is given
public record ToolOutcome(
        Outcome outcome,
        String output,
        JsonObject detail,
        WorkspaceChange change,
        boolean tryAgain,
        List<Attachment> attachments,
        Optional<Gift> gives) {
    /// A file of the workspace.
    ///
    /// @param image  whether it can be shown as an image
    public record Gift(String path, int size, boolean image) {}

    /// The kinds of end.
    public enum Outcome {
        OK,
        FAILED,
        DENIED,
        UNAVAILABLE,
        /// It cannot be told what it did.
        UNKNOWN;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ToolOutcome {
        attachments = List.copyOf(attachments);
    }

    public ToolOutcome(Outcome outcome, String output, JsonObject detail, WorkspaceChange change, boolean tryAgain) {
        this(outcome, output, detail, change, tryAgain, List.of(), Optional.empty());
    }

    public static ToolOutcome of(Outcome outcome, String output) {
        return new ToolOutcome(outcome, output, JsonObject.EMPTY, WorkspaceChange.NONE, false);
    }

    /// Nothing was done, because of something that may pass soon.
    public static ToolOutcome notYet(String why) {
        return new ToolOutcome(Outcome.UNAVAILABLE, why, JsonObject.EMPTY, WorkspaceChange.NONE, true);
    }

    /// The same, in other words.
    ToolOutcome saying(String text) {
        return new ToolOutcome(outcome, text, detail, change, tryAgain, attachments, gives);
    }

    /// The same, with another change to the workspace.
    ToolOutcome changing(WorkspaceChange other) {
        return new ToolOutcome(outcome, output, detail, other, tryAgain, attachments, gives);
    }

    /// The same, with something to look at.
    public ToolOutcome showing(List<Attachment> shown) {
        return new ToolOutcome(outcome, output, detail, change, tryAgain, shown, gives);
    }

    /// The same, with a file for the person.
    public ToolOutcome giving(Gift gift) {
        return new ToolOutcome(outcome, output, detail, change, tryAgain, attachments, Optional.of(gift));
    }
}
