package moltbot.gateway.mcp;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.mcp.RemotePlace;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressAnswer;
import moltbot.gateway.egress.EgressPost;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.egress.task.RequestLog;
import moltbot.gateway.oauth.Challenge;

/// Asks a server without a token, so that it says what it wants: by `initialize`, and where that is let in, for its
/// tools.
public final class Probe {
    private static final int UNAUTHORIZED = 401;
    private static final String VERSION = "2025-11-25";
    private static final JsonObject WHO =
            JsonObject.with("name", "moltbot").with("version", "0.1.0").build();

    private final Egress egress;
    private final RequestLog log;

    public Probe(Egress egress, RequestLog log) {
        this.egress = egress;
        this.log = log;
    }

    /// What the server wants; [Challenge#NONE] where it does not say.
    public Challenge ask(RemotePlace place) {
        JsonObject hello = JsonObject.with("protocolVersion", VERSION)
                .with("capabilities", JsonObject.EMPTY)
                .with("clientInfo", WHO)
                .build();
        try {
            Said first = say(place, Map.of(), message("initialize", hello));
            if (first.wants().isPresent() || first.status() >= 300) {
                return first.wants().orElse(Challenge.NONE);
            }
            Map<String, String> more = new LinkedHashMap<>(Map.of("mcp-protocol-version", VERSION));
            first.session().ifPresent(id -> more.put("mcp-session-id", id));
            return say(place, more, message("tools/list", JsonObject.EMPTY))
                    .wants()
                    .orElse(Challenge.NONE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ContractException refusal = ContractException.refused("sign-in", "It was given up. Nothing was changed.");
            refusal.addSuppressed(e);
            throw refusal;
        }
    }

    private record Said(int status, Optional<Challenge> wants, Optional<String> session) {}

    private static JsonObject message(String method, JsonObject params) {
        return JsonObject.with("jsonrpc", "2.0")
                .with("id", 1)
                .with("method", method)
                .with("params", params)
                .build();
    }

    private Said say(RemotePlace place, Map<String, String> more, JsonObject message) throws InterruptedException {
        URI url = URI.create(place.url());
        log.record(
                "request",
                "sign-in",
                JsonObject.with("method", "POST")
                        .with("origin", Origin.of(url).toString())
                        .with("way", "sign-in")
                        .with("message", message.text("method"))
                        .build());
        Map<String, String> headers = new LinkedHashMap<>(more);
        headers.put("accept", "application/json, text/event-stream");
        try (EgressAnswer answer = egress.post(new EgressPost(url, headers, Optional.empty(), message))) {
            return new Said(
                    answer.status(),
                    answer.status() == UNAUTHORIZED
                            ? Optional.of(Challenge.of(answer.headers("www-authenticate")))
                            : Optional.empty(),
                    answer.header("mcp-session-id").filter(id -> id.matches("[!-~]{1,256}")));
        } catch (ContractException e) {
            if (e.code() == ContractException.Code.REFUSED) {
                throw e;
            }
            ContractException refusal = ContractException.refused("sign-in", e.getMessage() + " Nothing was changed.");
            refusal.addSuppressed(e);
            throw refusal;
        }
    }
}
