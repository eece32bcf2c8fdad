package moltbot.runtime.tool;

import java.util.List;
import java.util.Locale;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Attachment;
import moltbot.runtime.workspace.WorkspaceChange;

/// How a call ended, and what it did to the workspace.
///
/// @param output       what the model and the person read
/// @param detail       extra facts to show
/// @param tryAgain     true if nothing was done yet and it may work in a moment
/// @param attachments  images and documents the model is shown beside the output
public record ToolOutcome(
        Outcome outcome,
        String output,
        JsonObject detail,
        WorkspaceChange change,
        boolean tryAgain,
        List<Attachment> attachments) {
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
        this(outcome, output, detail, change, tryAgain, List.of());
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
        return new ToolOutcome(outcome, text, detail, change, tryAgain, attachments);
    }

    /// The same, with another change to the workspace.
    ToolOutcome changing(WorkspaceChange other) {
        return new ToolOutcome(outcome, output, detail, other, tryAgain, attachments);
    }

    /// The same, with something to look at.
    public ToolOutcome showing(List<Attachment> shown) {
        return new ToolOutcome(outcome, output, detail, change, tryAgain, shown);
    }
}
