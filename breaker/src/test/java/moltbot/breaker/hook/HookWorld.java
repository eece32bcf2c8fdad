package moltbot.breaker.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import moltbot.breaker.House;
import moltbot.breaker.Raw;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// A breaker with a listener for hooks, a gateway behind it, and whoever calls.
final class HookWorld implements AutoCloseable {
    final House house;
    final FakeGateway gateway;
    final int port;

    HookWorld() throws IOException {
        this(JsonObject.with("perMinute", 100_000).with("burst", 100_000).build());
    }

    HookWorld(JsonObject settings) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        house = new House(settings.toBuilder()
                .with("dwellSeconds", settings.numberOr("dwellSeconds", 0))
                .with("hooks", JsonObject.with("listen", "127.0.0.1:" + port).build())
                .build());
        gateway = new FakeGateway(house);
        house.ready();
    }

    /// What its caller is shown, once.
    JsonObject make(String name, String kind, String brought) {
        return house.host.ask(
                "hook.make",
                JsonObject.with("name", name).with("kind", kind).build(),
                brought.getBytes(StandardCharsets.UTF_8));
    }

    String bearer(String name) {
        return make(name, "bearer", "").text("secret");
    }

    String request(String method, String target, String more) {
        return method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + more + "\r\n";
    }

    /// A call as any program makes it; `headers` are whole lines.
    Raw.Reply post(String target, String body, String... headers) {
        return Raw.ask(
                port, request("POST", target, lines(headers) + "Content-Length: " + body.length() + "\r\n") + body);
    }

    Raw.Reply get(String target) {
        return Raw.ask(port, request("GET", target, ""));
    }

    private static String lines(String... headers) {
        return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    }

    static String bearing(String token) {
        return "Authorization: Bearer " + token;
    }

    static String signed(String secret, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
            return "X-Hub-Signature-256: sha256=" + HexFormat.of().formatHex(signature);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The owner resets a trip on the host.
    void resets(String trip) {
        JsonObject reset =
                JsonObject.with("id", trip).with("factor", House.PASSWORD).build();
        // Where the password takes longer to look at than a lease holds, there is none by then.
        House.await("it to be reset", () -> {
            house.guardian.lease();
            try {
                house.host.ask("breaker.reset", reset);
                return true;
            } catch (ContractException e) {
                assertThat(e.reason()).isEqualTo("no-all-clear");
                return false;
            }
        });
    }

    @Override
    public void close() throws IOException {
        house.close();
        gateway.close();
    }
}
