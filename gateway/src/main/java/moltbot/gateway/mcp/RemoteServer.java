package moltbot.gateway.mcp;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.egress.Credential;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressAnswer;
import moltbot.gateway.egress.EgressGet;
import moltbot.gateway.egress.EgressPost;
import moltbot.gateway.egress.ServerSentEvents;
import moltbot.gateway.oauth.Tokens;
import org.jspecify.annotations.Nullable;

/// One conversation with a server over streamable HTTP (Model Context Protocol 2025-11-25, transports): each message
/// is a POST of its own, answered by nothing, by one message, or by a stream of them, which is taken up again where it
/// breaks off. What goes wrong on the way becomes the answer to the question it was for, so that nobody waits for one
/// that cannot come. Safe for several threads.
final class RemoteServer implements AutoCloseable {
    /// Longest message.
    static final int MOST_MESSAGE = 8 << 20;

    private static final int FAILED = -32_000;
    private static final int MOST_RESUMED = 20;
    private static final long USUAL_WAIT_MILLIS = 1_000;
    private static final long LEAST_WAIT_MILLIS = 200;
    private static final long MOST_WAIT_MILLIS = 60_000;
    private static final System.Logger LOG = System.getLogger("mcp");

    private final Egress egress;
    private final URI url;
    private final Supplier<Pass> passes;
    private final Runnable beforeGet;
    private final Rest rest;
    private final Consumer<JsonObject> heard;
    private final Listening listening;
    private volatile @Nullable String session;
    private volatile @Nullable String version;

    /// @param passes     what each request shows
    /// @param beforeGet  judges and writes down each request that the conversation did not ask for itself
    /// @param heard      takes what the server says, from several threads
    RemoteServer(
            Egress egress, URI url, Supplier<Pass> passes, Runnable beforeGet, Rest rest, Consumer<JsonObject> heard) {
        this.egress = egress;
        this.url = url;
        this.passes = passes;
        this.beforeGet = beforeGet;
        this.rest = rest;
        this.heard = heard;
        this.listening = new Listening(this::get, rest, heard);
    }

    /// Sends a message and hears its answer to the end.
    ///
    /// Fails as [Tokens#WANTED] where the server wants a sign-in; then the conversation is over.
    void send(JsonObject message) throws InterruptedException {
        Hearing hearing = new Hearing(message);
        try {
            send(message, hearing);
            String method = message.textOr("method", "");
            if (method.equals("notifications/initialized") || (method.startsWith("tools/") && version != null)) {
                var _ = listening.begin();
            }
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "A message to a server of tools failed.", e);
            if (e.reason().equals(Tokens.WANTED)) {
                throw e;
            }
            hearing.fail(String.valueOf(e.getMessage()));
        }
        hearing.fail("The server gave no answer.");
    }

    private void send(JsonObject message, Hearing hearing) throws InterruptedException {
        Map<String, String> headers = headers(message);
        Heard stream = Heard.NOTHING;
        try (EgressAnswer answer = letIn(key -> egress.post(new EgressPost(url, headers, key, message)))) {
            answer.header("mcp-session-id").filter(RemoteServer::isPlain).ifPresent(id -> session = id);
            if (answer.status() >= 400) {
                hearing.refused(answer.status(), answer.explanation());
            } else if (answer.header("content-type").orElse("").startsWith("text/event-stream")) {
                stream = hear(answer, hearing, stream);
            } else if (hearing.isQuestion()) {
                hearing.hear(JsonObject.parse(answer.body(MOST_MESSAGE)));
            }
        }
        for (int resumed = 0; hearing.waits() && !stream.lastId().isEmpty() && resumed < MOST_RESUMED; resumed++) {
            rest.rest(Duration.ofMillis(stream.waitMillis()));
            try (EgressAnswer answer = get(stream.lastId())) {
                if (answer.status() != 200) {
                    return;
                }
                stream = hear(answer, hearing, stream);
            }
        }
    }

    /// Where a stream broke off.
    ///
    /// @param lastId  of the last event that was whole, or empty: then it cannot be taken up again
    private record Heard(String lastId, long waitMillis) {
        static final Heard NOTHING = new Heard("", USUAL_WAIT_MILLIS);
    }

    private static Heard hear(EgressAnswer answer, Hearing hearing, Heard before) throws InterruptedException {
        ServerSentEvents events = new ServerSentEvents(answer.lines(), MOST_MESSAGE);
        try {
            byte[] data;
            while (!hearing.answered && (data = events.next()) != null) {
                if (data.length > 0) {
                    hearing.hear(JsonObject.parse(data));
                }
            }
        } catch (ContractException e) {
            if (e.code() != Code.LOST && e.code() != Code.TIMEOUT) {
                throw e;
            }
            LOG.log(System.Logger.Level.DEBUG, "The answer of a server broke off: {0}", e.getMessage());
        }
        String lastId = events.lastId().isEmpty() ? before.lastId() : events.lastId();
        long wait = events.retryMillis().orElse(before.waitMillis());
        return new Heard(lastId, Math.clamp(wait, LEAST_WAIT_MILLIS, MOST_WAIT_MILLIS));
    }

    /// Sends once, and again where what was shown can be mended.
    private EgressAnswer letIn(Sending sending) throws InterruptedException {
        Pass pass = passes.get();
        EgressAnswer answer = sending.send(pass.credential());
        boolean kept = false;
        try {
            while (pass.again(answer.status(), answer.headers("www-authenticate"))) {
                answer.close();
                answer = sending.send(pass.credential());
            }
            kept = true;
            return answer;
        } finally {
            if (!kept) {
                answer.close();
            }
        }
    }

    /// One request, with what lets it in.
    @FunctionalInterface
    private interface Sending {
        EgressAnswer send(Optional<Credential> key) throws InterruptedException;
    }

    private EgressAnswer get(String lastId) throws InterruptedException {
        beforeGet.run();
        Map<String, String> headers = new LinkedHashMap<>(headers(JsonObject.EMPTY));
        headers.put("accept", "text/event-stream");
        if (!lastId.isEmpty()) {
            headers.put("last-event-id", lastId);
        }
        return letIn(key -> egress.get(new EgressGet(url, headers, key)));
    }

    /// Stops listening.
    @Override
    public void close() {
        listening.end();
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

        boolean waits() {
            return id.isPresent() && !answered;
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
                            ? "The server wants a key, or another one (status " + status
                                    + "). Where it wants a sign-in, its owner writes 'sign-in: owner' below it in the"
                                    + " settings."
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
