package moltbot.breaker.upstream.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// What opens the other panel, put into every request here, so that no browser ever has it. Prints as its kind only.
final class Credential {
    /// How the panel wants it.
    enum Kind {
        /// The panel asks for nothing, or for what its own pages send.
        NONE,
        /// `Authorization: Bearer TOKEN` (RFC 6750).
        HEADER,
        /// `Authorization: Basic …` (RFC 7617); the secret is `name:password`.
        BASIC,
        /// A cookie; the secret is `name=value`.
        COOKIE,
        /// An OpenClaw gateway: Bearer, and in the first message on its WebSocket.
        OPENCLAW
    }

    private final Kind kind;
    private final String secret;

    Credential(Kind kind, String secret) {
        this.kind = kind;
        this.secret = secret;
    }

    /// @param settings  `inject`: the kind
    static Credential of(JsonObject settings, String secret) {
        Kind kind = switch (settings.textOr("inject", "none")) {
            case "none" -> Kind.NONE;
            case "header" -> Kind.HEADER;
            case "basic" -> Kind.BASIC;
            case "cookie" -> Kind.COOKIE;
            case "openclaw" -> Kind.OPENCLAW;
            default ->
                throw ContractException.malformed("A token can be put in as: header, basic, cookie, openclaw, none.");
        };
        if (kind != Kind.NONE && secret.isEmpty()) {
            throw ContractException.malformed("There is no token to put in yet. Give it first, on standard input:"
                    + " ./moltbot secret set upstream-token --data DIR");
        }
        if (kind == Kind.BASIC && secret.indexOf(':') < 1) {
            throw ContractException.malformed("To be put in as 'basic', the upstream token must be NAME:PASSWORD.");
        }
        if (kind == Kind.COOKIE && secret.indexOf('=') < 1) {
            throw ContractException.malformed("To be put in as 'cookie', the upstream token must be NAME=VALUE.");
        }
        return new Credential(kind, kind == Kind.NONE ? "" : secret);
    }

    /// True where a browser's own `Authorization` goes no further, because ours takes its place.
    boolean replaces() {
        return kind != Kind.NONE;
    }

    boolean speaksOpenClaw() {
        return kind == Kind.OPENCLAW;
    }

    /// The cookie that is ours to send, by name; empty for the other kinds.
    String cookieName() {
        return kind == Kind.COOKIE ? secret.substring(0, secret.indexOf('=')) : "";
    }

    /// The secret itself, for the one place that writes it into a WebSocket's first message.
    String reveal() {
        return secret;
    }

    void on(HttpHeaders headers) {
        switch (kind) {
            case NONE -> {}
            case HEADER, OPENCLAW -> headers.set("authorization", "Bearer " + secret);
            case BASIC ->
                headers.set(
                        "authorization",
                        "Basic " + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
            case COOKIE -> {
                String theirs = headers.get("cookie");
                headers.set("cookie", theirs == null ? secret : theirs + "; " + secret);
            }
        }
    }

    @Override
    public String toString() {
        return "Credential[" + kind + "]";
    }
}
