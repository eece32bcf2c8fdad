package moltbot.gateway.testoauth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// A server of tools over streamable HTTP that lets in who has a good token: `say` for everybody with one, `write` for
/// those with the scope `write`, `picky` for nobody. Its own stream (GET) says what a test has it say.
public final class ProtectedTools implements AutoCloseable {
    private final HttpServer server = Web.server();
    private final StandInAuthorization authorization;
    private volatile UnaryOperator<JsonObject> description = UnaryOperator.identity();
    private volatile Optional<String> challenge = Optional.empty();
    private volatile boolean streams;
    private volatile String tools = "say";

    /// Method (of HTTP and of the message) and credentials of each request, in order.
    public final List<String> heard = new CopyOnWriteArrayList<>();

    /// What the streams say next, piece by piece; an empty piece ends the connection.
    public final LinkedBlockingQueue<String> stream = new LinkedBlockingQueue<>();

    public ProtectedTools(StandInAuthorization authorization) {
        this.authorization = authorization;
        server.createContext("/mcp", this::answer);
        server.createContext("/.well-known/oauth-protected-resource/mcp", exchange -> {
            heard.add("GET description -");
            Web.json(exchange, 200, description.apply(described()));
        });
        server.start();
    }

    public String url() {
        return Web.url(server) + "/mcp";
    }

    /// From now on it says this of itself.
    public void describe(UnaryOperator<JsonObject> change) {
        description = change;
    }

    /// From now on it says this too, there.
    public void say(String path, JsonObject json) {
        server.createContext(path, exchange -> Web.json(exchange, 200, json));
    }

    /// Its place without a path.
    public String origin() {
        return Web.url(server);
    }

    /// From now on it wants this of who has no good token.
    public void challengeBy(String wanted) {
        challenge = Optional.of(wanted);
    }

    /// From now on it has a stream of its own.
    public void offerStream() {
        streams = true;
    }

    /// From now on it has these tools.
    public void offer(String names) {
        tools = names;
    }

    private JsonObject described() {
        return JsonObject.with("resource", url())
                .with("authorization_servers", JsonArray.ofTexts(List.of(authorization.issuer())))
                .with("scopes_supported", JsonArray.ofTexts(List.of("read")))
                .build();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestHeaders().getFirst("authorization");
        String token = key == null ? "" : key.replaceFirst("^Bearer ", "");
        if (exchange.getRequestMethod().equals("GET")) {
            heard.add("GET stream " + token + " "
                    + String.valueOf(exchange.getRequestHeaders().getFirst("last-event-id")));
            listen(exchange, token);
            return;
        }
        JsonObject message = JsonObject.parse(exchange.getRequestBody().readAllBytes());
        String method = message.textOr("method", "answer");
        heard.add("POST " + method + " " + token);
        if (!authorization.isGood(token, url())) {
            exchange.getResponseHeaders().add("www-authenticate", "Basic realm=\"old, and \\\"unused\\\"\"");
            exchange.getResponseHeaders()
                    .add(
                            "www-authenticate",
                            challenge.orElse("Bearer error=\"invalid_token\", scope=\"read\", resource_metadata=\""
                                    + Web.url(server) + "/.well-known/oauth-protected-resource/mcp\""));
            Web.send(exchange, 401, "");
            return;
        }
        switch (method) {
            case "initialize" -> {
                exchange.getResponseHeaders().set("mcp-session-id", "session-1");
                reply(exchange, message, """
                        {"protocolVersion":"2025-11-25","capabilities":{"tools":{"listChanged":true}},"serverInfo":{"name":"protected"}}""");
            }
            case "tools/list" -> reply(exchange, message, listed());
            case "tools/call" -> call(exchange, message, token);
            default -> Web.send(exchange, 202, "");
        }
    }

    private String listed() {
        return JsonObject.with(
                        "tools",
                        JsonArray.of(List.of(tools.split(" ")).stream()
                                .map(name -> JsonObject.with("name", name)
                                        .with(
                                                "inputSchema",
                                                JsonObject.with("type", "object")
                                                        .build())
                                        .build())
                                .toList()))
                .build()
                .toString();
    }

    private void call(HttpExchange exchange, JsonObject message, String token) throws IOException {
        String tool = message.object("params").text("name");
        if (tool.equals("write") && !authorization.has(token, "write")) {
            exchange.getResponseHeaders()
                    .set("www-authenticate", "Bearer error=\"insufficient_scope\", scope=\"read write\"");
            Web.send(exchange, 403, "");
        } else if (tool.equals("picky")) {
            exchange.getResponseHeaders().set("www-authenticate", "Bearer error=\"invalid_token\"");
            Web.send(exchange, 401, "");
        } else if (tool.equals("broken")) {
            exchange.getResponseHeaders().set("content-type", "text/event-stream");
            Web.send(exchange, 200, "id: broken-1\nretry: 200\ndata: \n\n");
            stream.add("id: broken-2\ndata: " + answered(message, said("after all")) + "\n\n");
        } else {
            reply(exchange, message, said(tool + " was done"));
        }
    }

    private void listen(HttpExchange exchange, String token) throws IOException {
        if (!authorization.isGood(token, url())) {
            Web.send(exchange, 401, "");
            return;
        }
        String last = exchange.getRequestHeaders().getFirst("last-event-id");
        if (!streams && last == null) {
            Web.send(exchange, 405, "");
            return;
        }
        exchange.getResponseHeaders().set("content-type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (String piece = stream.take(); !piece.isEmpty(); piece = stream.take()) {
                out.write(piece.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String said(String text) {
        return JsonObject.with(
                        "content",
                        JsonArray.of(List.of(JsonObject.with("type", "text")
                                .with("text", text)
                                .build())))
                .build()
                .toString();
    }

    private static void reply(HttpExchange exchange, JsonObject message, String result) throws IOException {
        Web.json(exchange, 200, JsonObject.parse(answered(message, result)));
    }

    private static String answered(JsonObject message, String result) {
        return JsonObject.with("jsonrpc", "2.0")
                .with("id", message.number("id"))
                .with("result", JsonObject.parse(result))
                .build()
                .toString();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
