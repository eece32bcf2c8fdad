package moltbot.runtime.agent;

/// Where something in a transcript came from; kept with every row.
public enum Origin {
    OWNER,
    MODEL,
    TOOL,
    /// This house itself.
    HOUSE
}
