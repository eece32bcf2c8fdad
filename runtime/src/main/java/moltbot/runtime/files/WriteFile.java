package moltbot.runtime.files;

import java.nio.charset.StandardCharsets;
import java.util.List;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ToolSpec;
import moltbot.runtime.tool.Around;
import moltbot.runtime.tool.Capability;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.Schema;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.workspace.Workspace;
import moltbot.runtime.workspace.WorkspaceLimits;

/// `write_file`: makes or replaces one file of the workspace.
public final class WriteFile implements Tool {
    private static final ToolSpec SPEC = new ToolSpec(
            "write_file",
            "Writes a text file into the workspace, replacing what was there. Folders are made as needed.",
            new Schema()
                    .text("path", "relative to the workspace")
                    .text("content", "the whole file")
                    .require("path", "content")
                    .build());

    private final WorkspaceLimits limits;

    public WriteFile(WorkspaceLimits limits) {
        this.limits = limits;
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Capability capability() {
        return Capability.WORKSPACE_WRITE;
    }

    @Override
    public Prepared prepare(JsonObject input, Around around) {
        Workspace workspace = around.workspace();
        JsonObject shows = Schema.read(
                input,
                List.of("path", "content"),
                json -> JsonObject.with("path", json.text("path"))
                        .with("content", json.text("content"))
                        .build());
        String path = shows.text("path");
        OneFile.requirePath(path);
        return new FileCall(
                new Effect(capability(), shows), judged -> run(judged.text("path"), judged.text("content"), workspace));
    }

    private ToolOutcome run(String path, String content, Workspace workspace) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return OneFile.put(path, bytes, workspace, limits, "Wrote " + bytes.length + " bytes to " + path + ".");
    }
}
