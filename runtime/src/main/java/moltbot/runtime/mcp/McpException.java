package moltbot.runtime.mcp;

/// What was wanted of a server was not done. The message goes to the model and is the house's own; what the server said
/// of it is apart.
final class McpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean refused;
    private final String theirs;

    McpException(String message) {
        this(message, false, "");
    }

    private McpException(String message, boolean refused, String theirs) {
        super(message, null, false, false);
        this.refused = refused;
        this.theirs = theirs;
    }

    /// The server answered that it would not.
    ///
    /// @param theirs  its own words
    static McpException refused(String theirs) {
        return new McpException("The server refused it.", true, theirs);
    }

    boolean refused() {
        return refused;
    }

    String theirs() {
        return theirs;
    }
}
