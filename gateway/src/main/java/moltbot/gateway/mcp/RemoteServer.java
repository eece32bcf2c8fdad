package moltbot.gateway.mcp;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.egress.Credential;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressAnswer;
import moltbot.gateway.egress.EgressPost;
import moltbot.gateway.egress.ServerSentEvents;
import org.jspecify.annotations.Nullable;

/// One conversation with a server over streamable HTTP (Model Context Protocol 2025-11-25, transports): each message
/// is a POST of its own, answered by nothing, by one message, or by a stream of them. What goes wrong on the way
/// becomes the answer to the question it was for, so that nobody waits for one that cannot come. The server's own
/// stream (GET) is not listened to. Safe for several threads.
final class RemoteServer {
    /// Longest message.
    static final int MOST_MESSAGE = 8 << 20;

    private static final int FAILED = -32_000;
    private static final System.Logger LOG = System.getLogger("mcp");

    private final Egress egress;
    private final URI url;
    private final Optional<Credential> key;
    private final Consumer<JsonObject> heard;
    private volatile @Nullable String session;
    private volatile @Nullable String version;

    /// @param heard  takes what the server says, from several threads
    RemoteServer(Egress egress, URI url, Optional<Credential> key, Consumer<JsonObject> heard) {
        this.egress = egress;
        this.url = url;
        this.key = key;
        this.heard = heard;
    }

    /// Sends a message and hears its answer to the end.
    void send(JsonObject message) throws InterruptedException {
        Hearing hearing = new Hearing(message);
        try (EgressAnswer answer = egress.post(new EgressPost(url, headers(message), key, message))) {
            answer.header("mcp-session-id").filter(RemoteServer::isPlain).ifPresent(id -> session = id);
            if (answer.status() >= 400) {
                hearing.refused(answer.status(), answer.explanation());
            } else if (answer.header("content-type").orElse("").startsWith("text/event-stream")) {
                ServerSentEvents events = new ServerSentEvents(answer.lines(), MOST_MESSAGE);
                byte[] data;
                while (!hearing.answered && (data = events.next()) != null) {
                    if (data.length > 0) {
                        hearing.hear(JsonObject.parse(data));
                    }
                }
            } else if (hearing.isQuestion()) {
                hearing.hear(JsonObject.parse(answer.body(MOST_MESSAGE)));
            }
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "A message to a server of tools failed.", e);
            hearing.fail(String.valueOf(e.getMessage()));
        }
        hearing.fail("The server gave no answer.");
    }

    private Map<String, String> headers(JsonObject message) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("accept", "application/json, text/event-stream");
        String known = session;
        if (known != null) {
            headers.put("mcp-session-id", known);
        }
        JsonObject params = message.objectOr("params", JsonObject.EMPTY);
        String spoken = params.objectOr("_meta", JsonObject.EMPTY)
                .textOr("io.modelcontextprotocol/protocolVersion", version == null ? "" : String.valueOf(version));
        if (isPlain(spoken)) {
            headers.put("mcp-protocol-version", spoken);
        }
        String method = message.textOr("method", "");
        if (isPlain(method)) {
            headers.put("mcp-method", method);
        }
        String name = method.equals("tools/call") ? params.textOr("name", "") : "";
        if (isPlain(name)) {
            headers.put("mcp-name", name);
        }
        return headers;
    }

    /// What may stand in a header: visible ASCII.
    private static boolean isPlain(String text) {
        return text.matches("[!-~]{1,256}");
    }

    /// The answer to one message.
    private final class Hearing {
        private final Optional<JsonValue> id;
        private final boolean first;
        private boolean answered;

        Hearing(JsonObject message) {
            this.id = message.has("method") ? message.find("id") : Optional.empty();
            this.first = message.textOr("method", "").equals("initialize");
        }

        boolean isQuestion() {
            return id.isPresent();
        }

        void hear(JsonObject said) {
            if (id.isPresent() && said.find("id").equals(id) && !said.has("method")) {
                answered = true;
                if (first) {
                    version = said.objectOr("result", JsonObject.EMPTY).textOr("protocolVersion", "");
                }
            }
            heard.accept(said);
        }

        void refused(int status, String explanation) {
            try {
                JsonObject said = JsonObject.parse(explanation);
                if (said.has("error") && said.find("id").equals(id)) {
                    hear(said);
                    return;
                }
            } catch (ContractException e) {
                LOG.log(System.Logger.Level.DEBUG, "A refusal is no message: {0}", e.getMessage());
            }
            fail(
                    status == 401 || status == 403
                            ? "The server wants a key, or another one (status " + status + ")."
                            : "The server answered with status " + status + ".");
        }

        void fail(String why) {
            if (id.isPresent() && !answered) {
                answered = true;
                heard.accept(JsonObject.with("jsonrpc", "2.0")
                        .with("id", id.get())
                        .with(
                                "error",
                                JsonObject.with("code", FAILED)
                                        .with("message", why)
                                        .build())
                        .build());
            }
        }
    }
}
