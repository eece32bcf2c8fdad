package moltbot.runtime.files;

import java.util.List;
import java.util.Optional;
import moltbot.contract.chat.SentFile;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Attachment;
import moltbot.contract.model.ToolSpec;
import moltbot.runtime.tool.Around;
import moltbot.runtime.tool.Capability;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.Schema;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Gift;
import moltbot.runtime.tool.ToolOutcome.Outcome;
import moltbot.runtime.workspace.Workspace;
import moltbot.runtime.workspace.WorkspaceFile;

/// `send_file`: gives whoever the conversation is with a file of its workspace, as it is now: in the panel
/// to look at or to download, in a messenger as a file.
public final class SendFile implements Tool {
    private static final ToolSpec SPEC = new ToolSpec(
            "send_file",
            "Gives the person a file of the workspace.",
            new Schema()
                    .text("path", "relative to the workspace")
                    .require("path")
                    .build());

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Capability capability() {
        return Capability.FILE_GIVE;
    }

    @Override
    public Prepared prepare(JsonObject input, Around around) {
        Workspace workspace = around.workspace();
        JsonObject shows = Schema.read(
                input,
                List.of("path"),
                json -> JsonObject.with("path", json.text("path")).build());
        return new FileCall(new Effect(capability(), shows), judged -> run(judged.text("path"), workspace));
    }

    private static ToolOutcome run(String path, Workspace workspace) {
        Optional<WorkspaceFile> found = workspace.list().stream()
                .filter(file -> file.path().equals(path) && !file.isFolder())
                .findFirst();
        if (found.isEmpty()) {
            return ToolOutcome.of(
                    Outcome.FAILED,
                    "There is no file '" + path + "'. list_files shows what there is. Nothing was sent.");
        }
        if (found.get().size() == 0) {
            return ToolOutcome.of(
                    Outcome.FAILED, "Nothing was sent: the file is empty, and messengers take none such.");
        }
        if (found.get().size() > SentFile.MAX_BYTES) {
            return ToolOutcome.of(
                    Outcome.FAILED,
                    "Nothing was sent: a file may have up to " + (SentFile.MAX_BYTES >> 20) + " MiB. Make it smaller.");
        }
        int size = (int) found.get().size();
        return ToolOutcome.of(
                        Outcome.OK, "The person is given this file, or told of it where their messenger takes none.")
                .giving(new Gift(path, size, size <= Attachment.MAX_BYTES && isImage(path, workspace)));
    }

    private static boolean isImage(String path, Workspace workspace) {
        return workspace
                .read(path)
                .flatMap(bytes -> Attachment.type(bytes, bytes.length))
                .filter(type -> type.startsWith("image/"))
                .isPresent();
    }
}
