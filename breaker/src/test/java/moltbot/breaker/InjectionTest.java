package moltbot.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.Test;

/// The panel's token, put in where no browser sees it.
class InjectionTest {
    private static final String TOKEN = "s3cret-of-the-gateway";

    private static House inFrontOf(Panel panel, String kind, String secret) throws IOException {
        return ForeignPanelTest.inFrontOf(panel, JsonObject.with("inject", kind).build(), secret)
                .ready();
    }

    private static String got(String kind, String secret) throws IOException {
        try (Panel panel = Panel.saying(Panel.ok("x"));
                House house = inFrontOf(panel, kind, secret)) {
            house.get("/");
            Raw.ask(house.port, house.request("GET", "/", "Authorization: Bearer mine\r\n"));
            assertThat(panel.last()).doesNotContain("mine");
            return panel.last();
        }
    }

    @Test
    void putsItInTheWayThePanelWantsIt() throws IOException {
        assertThat(got("header", TOKEN)).contains("authorization: Bearer " + TOKEN);
        assertThat(got("openclaw", TOKEN)).contains("authorization: Bearer " + TOKEN);
        assertThat(got("basic", "me:" + TOKEN)).contains("authorization: Basic bWU6czNjcmV0LW9mLXRoZS1nYXRld2F5");
        assertThat(got("cookie", "sid=" + TOKEN)).contains("cookie: sid=" + TOKEN);
    }

    @Test
    void passesOnThePanelsOwnAuthorizationAndNeverATokenOfOurs() throws IOException {
        try (Panel panel = Panel.saying(Panel.ok("x"));
                House house = inFrontOf(panel, "none", "")) {
            Raw.ask(house.port, house.request("GET", "/", "Authorization: Bearer the-panels\r\n"));
            assertThat(panel.last()).contains("the-panels");
            String own = "mb_" + "a".repeat(43);
            Raw.ask(house.port, house.request("GET", "/mine", "Authorization: Bearer " + own + "\r\n"));
            assertThat(panel.last()).contains("/mine").doesNotContain(own);
        }
    }

    @Test
    void replacesABrowsersCookieOfThatName() throws IOException {
        try (Panel panel = Panel.saying(Panel.ok("x"));
                House house = inFrontOf(panel, "cookie", "sid=" + TOKEN)) {
            String request = house.request("GET", "/", "").replace("Cookie: ", "Cookie: sid=mine; a=b; ");
            Raw.ask(house.port, request);
            assertThat(panel.last()).contains("cookie: a=b; sid=" + TOKEN).doesNotContain("mine");
        }
    }

    /// The handshake of an OpenClaw gateway, protocol 4: a challenge, `connect` with the token, `hello-ok`.
    @Test
    void connectsToAnOpenClawGatewayWithoutTheBrowserEverHavingTheToken() throws IOException {
        List<String> received = new CopyOnWriteArrayList<>();
        try (Panel panel = openClaw(received);
                House house = inFrontOf(panel, "openclaw", TOKEN);
                Raw raw = new Raw(house.port)) {
            raw.send(WebSocketTest.handshake(
                    house,
                    "Origin: http://127.0.0.1:" + house.port + "\r\n"
                            + "Sec-WebSocket-Extensions: permessage-deflate\r\n"));
            ByteArrayOutputStream seen = new ByteArrayOutputStream();
            seen.writeBytes(raw.head().headers().toString().getBytes(StandardCharsets.UTF_8));
            seen.writeBytes(WebSocketTest.Frames.read(raw.in()));
            raw.send(WebSocketTest.Frames.text(
                    "{\"type\":\"req\",\"id\":\"1\",\"method\":\"connect\",\"params\":{\"minProtocol\":4,\"maxProtocol\":4,"
                            + "\"auth\":{\"token\":\"mine\",\"password\":\"mine\"},\"role\":\"operator\","
                            + "\"scopes\":[\"operator.admin\",\"operator.read\"],"
                            + "\"client\":{\"id\":\"openclaw-control-ui\",\"mode\":\"webchat\",\"platform\":\"Linux x86_64\"},"
                            + "\"device\":{\"id\":\"mine\",\"publicKey\":\"mine\",\"signature\":\"mine\",\"signedAt\":1,"
                            + "\"nonce\":\"n\"}}}",
                    true));
            byte[] hello = WebSocketTest.Frames.read(raw.in());
            seen.writeBytes(hello);
            assertThat(new String(hello, StandardCharsets.UTF_8)).contains("hello-ok");
            raw.send(WebSocketTest.Frames.text("{\"type\":\"req\",\"id\":\"2\",\"method\":\"health\"}", true));
            seen.writeBytes(WebSocketTest.Frames.read(raw.in()));
            assertThat(received).hasSize(2);
            assertThat(JsonObject.parse(received.getFirst()).object("params").object("auth"))
                    .isEqualTo(JsonObject.with("token", TOKEN).build());
            assertThat(received.getFirst()).contains("\"role\":\"operator\"").doesNotContain("mine");
            assertThat(seen.toString(StandardCharsets.UTF_8))
                    .contains("health-ok")
                    .doesNotContain(TOKEN);
            assertThat(panel.last()).doesNotContain("permessage-deflate").doesNotContainIgnoringCase("x-forwarded-");
        }
    }

    @Test
    void connectsNothingElseFirst() throws IOException {
        for (byte[] first : List.of(
                WebSocketTest.Frames.text("{\"type\":\"req\",\"method\":\"health\"}", true),
                WebSocketTest.Frames.text("nonsense", true),
                WebSocketTest.Frames.frame(0x01, "{}".getBytes(StandardCharsets.UTF_8), true),
                WebSocketTest.Frames.frame(0x82, new byte[3], true))) {
            List<String> received = new CopyOnWriteArrayList<>();
            try (Panel panel = openClaw(received);
                    House house = inFrontOf(panel, "openclaw", TOKEN);
                    Raw raw = new Raw(house.port)) {
                raw.send(WebSocketTest.handshake(house, "Origin: http://127.0.0.1:" + house.port + "\r\n"));
                assertThat(raw.head().status()).isEqualTo(101);
                WebSocketTest.Frames.read(raw.in());
                raw.send(first);
                assertThat(WebSocketTest.Frames.read(raw.in())).startsWith((byte) 0x88);
                assertThat(received).isEmpty();
            }
        }
    }

    private static Panel openClaw(List<String> received) throws IOException {
        return new Panel(talk -> {
            if (!talk.head().toLowerCase(java.util.Locale.ROOT).contains("upgrade: websocket")) {
                talk.say(Panel.ok("control ui"));
                return true;
            }
            talk.say(WebSocketTest.switching(""));
            say(talk, "{\"type\":\"event\",\"event\":\"connect.challenge\",\"payload\":{\"nonce\":\"n\",\"ts\":1}}");
            for (String text = WebSocketTest.Frames.readText(talk.in());
                    !text.isEmpty();
                    text = WebSocketTest.Frames.readText(talk.in())) {
                received.add(text);
                JsonObject request = JsonObject.parse(text);
                boolean connect = request.text("method").equals("connect");
                boolean known = !connect
                        || (request.object("params")
                                        .object("auth")
                                        .text("token")
                                        .equals(TOKEN)
                                && signed(request.object("params")));
                say(
                        talk,
                        known
                                ? "{\"type\":\"res\",\"ok\":true,\"payload\":{\"type\":\""
                                        + (connect ? "hello" : "health") + "-ok\"}}"
                                : "{\"type\":\"res\",\"ok\":false}");
            }
            return false;
        });
    }

    /// As the gateway judges a device: the signature of its own key over what it says, the token and the nonce.
    private static boolean signed(JsonObject params) {
        JsonObject device = params.object("device");
        byte[] key = Base64.getUrlDecoder().decode(device.text("publicKey"));
        JsonObject client = params.object("client");
        String payload = "v3|" + Seal.sha256Hex(key) + "|" + client.text("id") + "|" + client.text("mode")
                + "|operator|operator.admin,operator.read|" + device.number("signedAt") + "|" + TOKEN
                + "|n|linux x86_64|";
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, new Ed25519PublicKeyParameters(key, 0));
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        verifier.update(bytes, 0, bytes.length);
        return device.text("id").equals(Seal.sha256Hex(key))
                && Math.abs(System.currentTimeMillis() - device.number("signedAt")) < 120_000
                && verifier.verifySignature(Base64.getUrlDecoder().decode(device.text("signature")));
    }

    private static void say(Panel.Talk talk, String text) throws IOException {
        talk.say(new String(WebSocketTest.Frames.text(text, false), StandardCharsets.ISO_8859_1));
    }
}
