package moltbot.runtime.tool;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ToolSpec;
import moltbot.runtime.tool.ToolOutcome.Outcome;
import moltbot.runtime.workspace.Workspace;

/// `read_file`: one file of the workspace, as text.
public final class ReadFile implements Tool {
    private static final ToolSpec SPEC = new ToolSpec(
            "read_file",
            "Reads a text file of the workspace. Long files come with their middle left out.",
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
        return Capability.WORKSPACE_READ;
    }

    @Override
    public Prepared prepare(JsonObject input, Workspace workspace) {
        String path = Schema.read(input, List.of("path"), json -> json.text("path"));
        Effect effect = new Effect(capability(), JsonObject.with("path", path).build());
        return new FileCall(effect, shows -> run(shows.text("path"), workspace));
    }

    private static ToolOutcome run(String path, Workspace workspace) {
        Optional<byte[]> bytes = path.endsWith("/") ? Optional.empty() : workspace.read(path);
        return bytes.map(found -> ToolOutcome.of(Outcome.OK, new String(found, StandardCharsets.UTF_8)))
                .orElseGet(() -> ToolOutcome.of(
                        Outcome.FAILED, "There is no file '" + path + "'. list_files shows what there is."));
    }
}
