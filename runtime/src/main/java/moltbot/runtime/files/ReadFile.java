package moltbot.runtime.files;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Attachment;
import moltbot.contract.model.ToolSpec;
import moltbot.runtime.tool.Around;
import moltbot.runtime.tool.Capability;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.OutputBuffer;
import moltbot.runtime.tool.Schema;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;
import moltbot.runtime.workspace.Workspace;

/// `read_file`: one file of the workspace, as text; images and PDF documents are shown to the model as they are.
public final class ReadFile implements Tool {
    private static final ToolSpec SPEC = new ToolSpec(
            "read_file",
            "Reads a file of the workspace: text, an image or a PDF. Long text comes with its middle left out.",
            new Schema()
                    .text("path", "relative to the workspace")
                    .require("path")
                    .build());

    private static final int MOST_BYTES = 31 << 10;

    /// A file may have many megabytes: several at once would not fit into this process.
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Capability capability() {
        return Capability.WORKSPACE_READ;
    }

    @Override
    public Prepared prepare(JsonObject input, Around around) {
        Workspace workspace = around.workspace();
        String path = Schema.read(input, List.of("path"), json -> json.text("path"));
        Effect effect = new Effect(capability(), JsonObject.with("path", path).build());
        return new FileCall(effect, shows -> run(shows.text("path"), workspace));
    }

    private static ToolOutcome run(String path, Workspace workspace) {
        return (path.endsWith("/") ? Optional.<ToolOutcome>empty() : shown(path, workspace))
                .orElseGet(() -> ToolOutcome.of(
                        Outcome.FAILED, "There is no file '" + path + "'. list_files shows what there is."));
    }

    private static Optional<ToolOutcome> shown(String path, Workspace workspace) {
        ONE_AT_A_TIME.lock();
        try {
            return workspace
                    .read(path)
                    .map(found -> Attachment.recognise(found)
                            .map(one -> ToolOutcome.of(Outcome.OK, "(shown: " + one.mediaType() + ")")
                                    .showing(List.of(one)))
                            .orElseGet(() -> ToolOutcome.of(Outcome.OK, text(found))));
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private static String text(byte[] found) {
        OutputBuffer shown = new OutputBuffer(MOST_BYTES);
        shown.append(found);
        return shown.text();
    }
}
