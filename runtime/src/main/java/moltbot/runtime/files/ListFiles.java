package moltbot.runtime.files;

import java.util.List;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ToolSpec;
import moltbot.runtime.tool.Around;
import moltbot.runtime.tool.Capability;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.Schema;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;
import moltbot.runtime.workspace.Workspace;
import moltbot.runtime.workspace.WorkspaceFile;

/// `list_files`: what is in the workspace.
public final class ListFiles implements Tool {
    private static final ToolSpec SPEC = new ToolSpec(
            "list_files", "Lists every file of the workspace with its size in bytes.", new Schema().build());

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
        JsonObject shows = Schema.read(
                input,
                List.of(),
                json -> JsonObject.with("list", "the whole workspace").build());
        return new FileCall(new Effect(capability(), shows), judged -> run(workspace));
    }

    private static ToolOutcome run(Workspace workspace) {
        List<WorkspaceFile> files = workspace.list();
        if (files.isEmpty()) {
            return ToolOutcome.of(Outcome.OK, "The workspace is empty.");
        }
        StringBuilder text = new StringBuilder();
        for (WorkspaceFile file : files) {
            text.append(file.path());
            if (!file.isFolder()) {
                text.append("  ").append(file.size());
            }
            text.append('\n');
        }
        return ToolOutcome.of(Outcome.OK, text.toString());
    }
}
