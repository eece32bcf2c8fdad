package moltbot.runtime.tool;

import moltbot.contract.sandbox.SandboxHold;
import moltbot.runtime.workspace.Spool;
import moltbot.runtime.workspace.Workspace;

/// Where commands run on while their conversation goes on.
public interface InBackground {
    /// A command that, once it is allowed, begins and runs on.
    ///
    /// @param inputs  the workspace that goes in, closed with the call
    Tool.Prepared prepare(SandboxHold hold, Spool inputs, Workspace workspace);

    /// Ends all that the conversation has running.
    void end(Workspace workspace);
}
