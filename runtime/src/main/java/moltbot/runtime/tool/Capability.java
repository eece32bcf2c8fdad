package moltbot.runtime.tool;

import moltbot.contract.sandbox.SandboxBrowser;
import moltbot.contract.sandbox.SandboxHold;

/// What a tool may do at most. Each call is judged under its name.
public enum Capability {
    /// Reads files of the session's workspace.
    WORKSPACE_READ("workspace.read"),
    /// Writes files of the session's workspace.
    WORKSPACE_WRITE("workspace.write"),
    /// Runs a program in a throw-away sandbox.
    SANDBOX("sandbox.run"),
    /// Holds a program open in a sandbox.
    HOLD(SandboxHold.EFFECT),
    /// Does something in a browser that is open in a sandbox.
    BROWSER(SandboxBrowser.EFFECT);

    private final String effect;

    Capability(String effect) {
        this.effect = effect;
    }

    /// True for what happens elsewhere than in this process's own files: what was begun may have happened, whatever is
    /// known of it.
    public boolean leavesHouse() {
        return this != WORKSPACE_READ && this != WORKSPACE_WRITE;
    }

    /// The effect's name in judgements, grants and the audit.
    public String effect() {
        return effect;
    }
}
