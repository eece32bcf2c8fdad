package moltbot.breaker.upstream.http;

import moltbot.breaker.upstream.Forwarded.Failed;

/// What is said where the other panel gives no answer.
final class Failures {
    private static final String SAFE = " Nothing was changed.";
    private static final String UNKNOWN =
            " Whether what you sent was taken is not known: look before you send it again.";

    private Failures() {}

    static Failed unreachable() {
        return new Failed(
                502,
                "upstream-unavailable",
                "The panel behind this guard does not answer. Nothing was taken. Is it running? The guard goes on and"
                        + " tries again with every request.");
    }

    static Failed full() {
        return new Failed(
                503,
                "upstream-busy",
                "Too much goes to the panel behind this guard at the same time. Nothing was taken. Try again in a"
                        + " moment.");
    }

    static Failed noSockets() {
        return new Failed(501, "no-websocket", "A WebSocket needs a connection of its own, over HTTP/1.1.");
    }

    static Failed malformed() {
        return new Failed(
                502,
                "upstream-malformed",
                "The panel behind this guard gave an answer that can be read in more than one way, so nothing of it was"
                        + " passed on. Its log, and this guard's, may say more.");
    }

    static Failed lost(boolean mayBeTaken) {
        return new Failed(
                502,
                "upstream-lost",
                "The panel behind this guard ended the connection without an answer." + (mayBeTaken ? UNKNOWN : SAFE));
    }

    static Failed slow(boolean mayBeTaken) {
        return new Failed(
                504,
                "upstream-slow",
                "The panel behind this guard took too long to answer." + (mayBeTaken ? UNKNOWN : SAFE));
    }

    static Failed slowBody() {
        return new Failed(408, "slow-body", "The request came too slowly. Whether it was taken in part is not known.");
    }

    static Failed brokenBody() {
        return new Failed(400, "malformed", "The request's body is not well formed.");
    }

    static Failed tooLarge(long most) {
        return new Failed(
                413,
                "too-large",
                "That is more than the " + (most >> 20) + " MiB one request may carry. Send less, or in parts, or raise"
                        + " the setting 'guard.max-body-megabytes'.");
    }
}
