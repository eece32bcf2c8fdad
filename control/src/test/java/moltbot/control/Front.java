package moltbot.control;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import moltbot.contract.ContractException;
import moltbot.contract.assertion.Assertion;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;

/// A front for a browser in the breaker's place, for tests and for working on the panel: everyone is signed in.
public final class Front implements AutoCloseable {
    private final ControlProcess control;
    private final LinkClient link;
    private final HttpServer server;
    private volatile List<String> insecure = List.of();

    public Front(ControlProcess control, int port) throws IOException {
        this.control = control;
        this.link = control.as("breaker");
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::forward);
        server.createContext(
                "/auth/session",
                exchange -> answer(
                        exchange,
                        JsonObject.with("csrf", "token")
                                .with("principal", "owner")
                                .with("insecure", JsonArray.ofTexts(insecure))
                                .build()));
        server.createContext("/auth/sign-out", exchange -> answer(exchange, JsonObject.EMPTY));
        server.start();
    }

    public void insecure(List<String> names) {
        insecure = names;
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private static void answer(HttpExchange exchange, JsonObject json) throws IOException {
        exchange.getResponseHeaders().set("content-type", "application/json");
        byte[] body = json.toBytes();
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void forward(HttpExchange exchange) throws IOException {
        JsonObject.Builder headers = new JsonObject.Builder();
        for (String name : List.of("accept", "content-type", "last-event-id", "accept-encoding", "if-none-match")) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                headers.with(name, value);
            }
        }
        String target = exchange.getRequestURI().toString();
        JsonObject head = request(control, exchange.getRequestMethod(), target)
                .with("headers", headers.build())
                .build();
        try (exchange;
                LinkCall call = link.open("http", head)) {
            call.sendAll(exchange.getRequestBody().readAllBytes());
            JsonObject reply = call.reply();
            reply.object("headers")
                    .fields()
                    .forEach((name, value) -> exchange.getResponseHeaders()
                            .set(name, reply.object("headers").text(name)));
            int status = (int) reply.number("status");
            exchange.sendResponseHeaders(status, status == 304 ? -1 : 0);
            OutputStream out = exchange.getResponseBody();
            byte[] frame;
            while ((frame = call.next()) != null) {
                out.write(frame);
                out.flush();
            }
        } catch (ContractException e) {
            exchange.sendResponseHeaders(502, -1);
        }
    }

    /// A request as the breaker hands it over, with an assertion of its own.
    public static JsonObject.Builder request(ControlProcess control, String method, String target) {
        return JsonObject.with("method", method)
                .with("target", target)
                .with("assertion", assertion(method, target).seal(control.key("assertion")));
    }

    public static Assertion assertion(String method, String target) {
        String nonce = UUID.randomUUID().toString();
        return new Assertion("owner", "s", 1, method, target, nonce, System.nanoTime(), 10);
    }

    @Override
    public void close() {
        server.stop(0);
        link.close();
    }
}
