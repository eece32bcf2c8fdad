package moltbot.runtime.tool;

/// The model asked for something a tool cannot make sense of. The message goes back to the model.
public final class BadInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadInput(String message) {
        super(message, null, false, false);
    }
}
