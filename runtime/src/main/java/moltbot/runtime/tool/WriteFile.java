package moltbot.runtime.tool;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ToolSpec;
import moltbot.contract.seal.Seal;
import moltbot.runtime.tool.ToolOutcome.Outcome;
import moltbot.runtime.workspace.Workspace;
import moltbot.runtime.workspace.WorkspaceChange;
import moltbot.runtime.workspace.WorkspaceChange.Put;
import moltbot.runtime.workspace.WorkspaceFile;
import moltbot.runtime.workspace.WorkspaceLimits;
import moltbot.runtime.workspace.WorkspacePath;

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
        WorkspacePath.problem(path).ifPresent(problem -> {
            throw new BadInput("The path '" + OutputBuffer.bounded(path, 600) + "' " + problem + ".");
        });
        return new FileCall(
                new Effect(capability(), shows), judged -> run(judged.text("path"), judged.text("content"), workspace));
    }

    private ToolOutcome run(String path, String content, Workspace workspace) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        List<WorkspaceFile> after = new ArrayList<>();
        int mode = WorkspaceFile.PLAIN;
        for (WorkspaceFile file : workspace.list()) {
            if (file.path().startsWith(path + "/") || (!file.isFolder() && path.startsWith(file.path() + "/"))) {
                return ToolOutcome.of(Outcome.FAILED, "'" + file.path() + "' is in the way of '" + path + "'.");
            }
            if (file.path().equals(path)) {
                mode = file.mode();
            } else {
                after.add(file);
            }
        }
        WorkspaceFile written = new WorkspaceFile(path, mode, bytes.length, Seal.sha256Hex(bytes));
        after.add(written);
        Optional<String> problem = limits.problem(after);
        if (problem.isPresent()) {
            return ToolOutcome.of(Outcome.FAILED, problem.get() + " Nothing was written.");
        }
        WorkspaceChange change =
                new WorkspaceChange(List.of(new Put(written, () -> bytes)), List.of(), WorkspaceChange.NONE);
        return new ToolOutcome(
                Outcome.OK,
                "Wrote " + bytes.length + " bytes to " + path + ".",
                JsonObject.with("bytes", bytes.length).build(),
                change,
                false);
    }
}
