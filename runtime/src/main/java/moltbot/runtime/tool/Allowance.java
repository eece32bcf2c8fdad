package moltbot.runtime.tool;

import java.util.Set;
import moltbot.contract.tool.ToolGroup;
import moltbot.runtime.workspace.Workspace;

/// Which groups of tools a conversation has. What it has not is not offered; that nothing of it is done either is
/// control's to see to, at each call.
@FunctionalInterface
public interface Allowance {
    /// Asked anew for each question to a model: its owner may have chosen otherwise.
    Set<ToolGroup> of(Workspace workspace) throws InterruptedException;
}
