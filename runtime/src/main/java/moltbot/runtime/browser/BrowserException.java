package moltbot.runtime.browser;

/// What was wanted of a browser was not done. The message goes to the model, and so names nothing that a page said.
final class BrowserException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrowserException(String message) {
        super(message, null, false, false);
    }
}
