package moltbot.gateway.egress.task;

import java.io.IOException;

/// Why a request is not sent, or its answer not passed on: one sentence for whoever asked.
final class Refusal extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private Refusal(int status, String why) {
        super(why);
        this.status = status;
    }

    /// It is not allowed.
    static Refusal forbidden(String why) {
        return new Refusal(403, why);
    }

    /// It is not HTTP as it is understood here, and so could be read in two ways.
    static Refusal malformed(String why) {
        return new Refusal(400, why);
    }

    /// The other side failed.
    static Refusal upstream(String why) {
        return new Refusal(502, why);
    }

    /// It could not be written down, so it was not done.
    static Refusal unrecorded() {
        return new Refusal(503, "The audit could not be written, so nothing was sent.");
    }

    int status() {
        return status;
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
