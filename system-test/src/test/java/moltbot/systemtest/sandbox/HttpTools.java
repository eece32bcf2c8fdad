package moltbot.systemtest.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// A server of tools over streamable HTTP with one tool, `say`, which does what its argument says.
final class HttpTools implements AutoCloseable {
    private final HttpServer server;

    /// Method of the message, session, version and key of each request, in order.
    final List<String> heard = new CopyOnWriteArrayList<>();

    HttpTools() throws IOException {
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/mcp", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/mcp";
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("GET")) {
            send(exchange, 405, "text/plain", "");
            return;
        }
        JsonObject message = JsonObject.parse(exchange.getRequestBody().readAllBytes());
        String method = message.textOr("method", "answer");
        heard.add(String.join(
                " ",
                method,
                header(exchange, "mcp-session-id"),
                header(exchange, "mcp-protocol-version"),
                header(exchange, "authorization")));
        switch (method) {
            case "initialize" -> {
                exchange.getResponseHeaders().set("mcp-session-id", "session-1");
                reply(exchange, message, """
                        {"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"http"}}""");
            }
            case "tools/list" -> stream(exchange, message, """
                        {"tools":[{"name":"say","inputSchema":{"type":"object","properties":{"how":{"type":"string"}}}}]}""");
            case "tools/call" ->
                call(
                        exchange,
                        message,
                        message.object("params").object("arguments").text("how"));
            default -> send(exchange, 202, "text/plain", "");
        }
    }

    private void call(HttpExchange exchange, JsonObject message, String how) throws IOException {
        switch (how) {
            case "stream" -> stream(exchange, message, said("streamed"));
            case "break" -> send(exchange, 200, "text/event-stream", "data: {\"jsonrpc\":\"2.0\"");
            case "forbid" -> send(exchange, 401, "text/plain", "who are you");
            case "nonsense" -> send(exchange, 200, "application/json", "{{{");
            default -> reply(exchange, message, said(how));
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

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "-" : value;
    }

    private static void reply(HttpExchange exchange, JsonObject message, String result) throws IOException {
        send(exchange, 200, "application/json", answer(message, result));
    }

    private static void stream(HttpExchange exchange, JsonObject message, String result) throws IOException {
        String notice = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{}}";
        send(
                exchange,
                200,
                "text/event-stream",
                "id: 1\ndata: \n\nevent: message\ndata: " + notice + "\n\ndata: " + answer(message, result) + "\n\n");
    }

    private static String answer(JsonObject message, String result) {
        return JsonObject.with("jsonrpc", "2.0")
                .with("id", message.number("id"))
                .with("result", JsonObject.parse(result))
                .build()
                .toString();
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
