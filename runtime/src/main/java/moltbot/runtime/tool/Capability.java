package moltbot.runtime.tool;

/// What a tool may do at most. Each call is judged under its name.
public enum Capability {
    /// Reads files of the session's workspace.
    WORKSPACE_READ("workspace.read"),
    /// Writes files of the session's workspace.
    WORKSPACE_WRITE("workspace.write"),
    /// Runs a program in a throw-away sandbox.
    SANDBOX("sandbox.run");

    private final String effect;

    Capability(String effect) {
        this.effect = effect;
    }

    /// The effect's name in judgements, grants and the audit.
    public String effect() {
        return effect;
    }
}
