package moltbot.runtime.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;
import moltbot.runtime.tool.BadInput;
import moltbot.runtime.tool.OutputBuffer;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;
import moltbot.runtime.workspace.Workspace;
import moltbot.runtime.workspace.WorkspaceChange;
import moltbot.runtime.workspace.WorkspaceChange.Put;
import moltbot.runtime.workspace.WorkspaceFile;
import moltbot.runtime.workspace.WorkspaceLimits;
import moltbot.runtime.workspace.WorkspacePath;

/// Puts one file into a workspace, or says why it has no room there.
final class OneFile {
    private OneFile() {}

    static void requirePath(String path) {
        WorkspacePath.problem(path).ifPresent(problem -> {
            throw new BadInput("The path '" + OutputBuffer.bounded(path, 600) + "' " + problem + ".");
        });
    }

    static ToolOutcome put(String path, byte[] bytes, Workspace workspace, WorkspaceLimits limits, String said) {
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
                Outcome.OK, said, JsonObject.with("bytes", bytes.length).build(), change, false);
    }
}
