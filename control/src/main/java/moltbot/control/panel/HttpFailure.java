package moltbot.control.panel;

import moltbot.contract.ContractException;

/// A refusal with a status of its own.
final class HttpFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String reason;

    HttpFailure(int status, String reason, String message) {
        super(message, null, false, false);
        this.status = status;
        this.reason = reason;
    }

    /// How a failure inside is told outside. What is not expected says nothing of itself.
    static HttpFailure of(ContractException failure) {
        return switch (failure.code()) {
            case MALFORMED -> new HttpFailure(400, named(failure, "malformed"), String.valueOf(failure.getMessage()));
            case TOO_LARGE ->
                failure.reason().contains("files")
                        ? new HttpFailure(413, failure.reason(), String.valueOf(failure.getMessage()))
                        : new HttpFailure(413, "too-large", "That message is too long; nothing of it was taken.");
            case REFUSED -> refused(failure);
            case UNAVAILABLE ->
                failure.reason().equals("storage")
                        ? new HttpFailure(507, "storage", String.valueOf(failure.getMessage()))
                        : new HttpFailure(503, "restarting", "The assistant is restarting; try again in a moment.");
            case LOST, TIMEOUT ->
                new HttpFailure(
                        503,
                        "restarting",
                        "The assistant did not answer in time. What you sent may have been taken; sending it again is"
                                + " safe, it is taken once.");
            case UNAUTHENTICATED -> new HttpFailure(500, "internal", "Something went wrong inside.");
        };
    }

    private static HttpFailure refused(ContractException failure) {
        int status = switch (failure.reason()) {
            case "empty-message", "malformed", "bad-memory", "unknown-tools" -> 400;
            case "unknown-approval",
                    "unknown-image",
                    "unknown-file",
                    "unknown-rule",
                    "unknown-memory",
                    "unknown-schedule",
                    "unknown-code",
                    "unknown-guest",
                    "unknown-letter",
                    "unknown-model" -> 404;
            case "already-answered", "no-rule", "group", "owner", "too-many", "memory-full", "workspace-full" -> 409;
            case "too-large", "files-too-large", "too-many-files" -> 413;
            case "busy" -> 429;
            case "audit-failed" -> 503;
            case "storage" -> 507;
            default -> 502;
        };
        return new HttpFailure(status, failure.reason(), String.valueOf(failure.getMessage()));
    }

    private static String named(ContractException failure, String fallback) {
        return failure.reason().isEmpty() ? fallback : failure.reason();
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    Reply toReply() {
        return Reply.error(status, reason, String.valueOf(getMessage()));
    }
}
