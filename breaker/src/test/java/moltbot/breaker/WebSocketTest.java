package moltbot.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// WebSockets of another program's panel.
class WebSocketTest {
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private final List<String> received = new CopyOnWriteArrayList<>();

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String switching(String more) {
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + accept(KEY) + "\r\n" + more + "\r\n";
    }

    /// Greets, then answers every text with itself.
    private Panel echo() throws IOException {
        return new Panel(talk -> {
            talk.say(switching(""));
            talk.say(new String(Frames.text("hello", false), StandardCharsets.ISO_8859_1));
            for (byte[] frame = Frames.read(talk.in()); frame.length > 0; frame = Frames.read(talk.in())) {
                String text = new String(frame, 1, frame.length - 1, StandardCharsets.UTF_8);
                received.add(text);
                talk.say(new String(Frames.text("echo " + text, false), StandardCharsets.ISO_8859_1));
            }
            return false;
        });
    }

    static String handshake(House house, String more) {
        return house.request(
                "GET",
                "/comms",
                "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: " + KEY + "\r\n" + more);
    }

    private static Raw open(House house) {
        Raw raw = new Raw(house.port);
        raw.send(handshake(house, "Origin: http://127.0.0.1:" + house.port + "\r\n"));
        Raw.Reply head = raw.head();
        assertThat(head.status()).isEqualTo(101);
        assertThat(head.header("sec-websocket-accept")).isEqualTo(accept(KEY));
        return raw;
    }

    @Test
    void carriesFramesBothWays() throws IOException {
        try (Panel panel = echo();
                House house = ForeignPanelTest.inFrontOf(panel).ready();
                Raw raw = open(house)) {
            assertThat(Frames.readText(raw.in())).isEqualTo("hello");
            raw.send(Frames.text("a", true)).send(Frames.text("b".repeat(300), true));
            assertThat(Frames.readText(raw.in())).isEqualTo("echo a");
            assertThat(Frames.readText(raw.in())).isEqualTo("echo " + "b".repeat(300));
            assertThat(panel.last()).contains("sec-websocket-key: " + KEY).doesNotContain("__Host-");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Origin: https://evil.example, 403",
        "Origin: null, 403",
        "X-None: 1, 403",
    })
    void isForOurOwnPagesOnly(String origin, int status) throws IOException {
        try (Panel panel = echo();
                House house = ForeignPanelTest.inFrontOf(panel).ready()) {
            assertThat(Raw.ask(house.port, handshake(house, origin + "\r\n")).status())
                    .isEqualTo(status);
            assertThat(panel.heads).isEmpty();
        }
    }

    @Test
    void isForTheSignedInOnly() throws IOException {
        try (Panel panel = echo();
                House house = ForeignPanelTest.inFrontOf(panel)) {
            house.guardian.beat();
            String request = handshake(house, "Origin: http://127.0.0.1:" + house.port + "\r\n");
            assertThat(Raw.ask(house.port, request).status()).isEqualTo(401);
            assertThat(panel.heads).isEmpty();
        }
    }

    @Test
    void refusesAHandshakeThatIsNone() throws IOException {
        try (Panel panel = echo();
                House house = ForeignPanelTest.inFrontOf(panel).ready()) {
            String good = handshake(house, "Origin: http://127.0.0.1:" + house.port + "\r\n");
            for (String bad : List.of(
                    good.replace("Version: 13", "Version: 8"),
                    good.replace(KEY, "c2hvcnQ="),
                    good.replace("keep-alive, Upgrade", "keep-alive"),
                    good.replace("GET /", "POST /"),
                    good.replace("Upgrade: websocket", "Upgrade: h2c"))) {
                assertThat(Raw.ask(house.port, bad).status()).as(bad).isBetween(400, 403);
            }
            assertThat(panel.heads).isEmpty();
        }
    }

    @Test
    void believesNoAnswerThatIsNotItsOwn() throws IOException {
        for (String answer : List.of(
                switching("").replace(accept(KEY), accept("AAAAAAAAAAAAAAAAAAAAAA==")),
                switching("Sec-WebSocket-Protocol: never-offered\r\n"),
                switching("Sec-WebSocket-Extensions: permessage-deflate\r\n"),
                switching("Sec-WebSocket-Accept: " + accept(KEY) + "\r\n"),
                switching("").replace("Upgrade: websocket", "Upgrade: other"))) {
            try (Panel panel = Panel.saying(answer);
                    House house = ForeignPanelTest.inFrontOf(panel).ready()) {
                String request = handshake(house, "Origin: http://127.0.0.1:" + house.port + "\r\n");
                assertThat(Raw.ask(house.port, request).status()).as(answer).isEqualTo(502);
            }
        }
    }

    @Test
    void endsWithATrip() throws IOException {
        try (Panel panel = echo();
                House house = ForeignPanelTest.inFrontOf(panel).ready();
                Raw raw = open(house)) {
            assertThat(Frames.readText(raw.in())).isEqualTo("hello");
            long start = System.nanoTime();
            house.host.ask("breaker.trip", JsonObject.with("reason", "a test").build());
            assertThat(Frames.read(raw.in())).isEmpty();
            assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
            raw.begin("x");
            assertThat(received).isEmpty();
        }
    }

    @Test
    void endsWithItsSignIn() throws IOException {
        try (Panel panel = echo();
                House house = ForeignPanelTest.inFrontOf(panel).ready();
                Raw raw = open(house)) {
            assertThat(Frames.readText(raw.in())).isEqualTo("hello");
            assertThat(house.post("/.guard/auth/sign-out", "{}").status()).isEqualTo(200);
            assertThat(Frames.read(raw.in())).isEmpty();
        }
    }

    @Test
    void endsWithTheLease() throws IOException {
        try (Panel panel = echo();
                House house = ForeignPanelTest.inFrontOf(panel).ready();
                Raw raw = open(house)) {
            assertThat(Frames.readText(raw.in())).isEqualTo("hello");
            house.guardian.close();
            assertThat(Frames.read(raw.in())).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a frame without a mask, 81 01 41",
        "a reserved bit, A1 81 00 00 00 00 41",
        "compression nobody agreed on, C1 81 00 00 00 00 41",
        "an unknown kind, 83 80 00 00 00 00",
        "a continuation of nothing, 80 81 00 00 00 00 41",
        "a ping in parts, 09 80 00 00 00 00",
        "a long ping, 89 FE 00 7E 00 00 00 00",
        "a length that is not in its one form, 82 FE 00 05 00 00 00 00",
        "a length beyond all, 82 FF FF FF FF FF FF FF FF FF 00 00 00 00",
        "half a close code, 88 81 00 00 00 00 03",
        "a close code that is none, 88 82 00 00 00 00 03 ED",
    })
    void endsWhereAFrameIsNone(String what, String hex) throws IOException {
        try (Panel panel = echo();
                House house = ForeignPanelTest.inFrontOf(panel).ready();
                Raw raw = open(house)) {
            assertThat(Frames.readText(raw.in())).isEqualTo("hello");
            raw.send(java.util.HexFormat.ofDelimiter(" ").parseHex(hex));
            byte[] close = Frames.read(raw.in());
            assertThat(close).as(what).startsWith((byte) 0x88);
            assertThat(Frames.read(raw.in())).isEmpty();
            assertThat(received).isEmpty();
        }
    }

    /// Frames of RFC 6455, written by hand.
    static final class Frames {
        private static final byte[] MASK = {0x11, 0x22, 0x33, 0x44};

        private Frames() {}

        /// @param first  the first byte, as it is sent
        static byte[] frame(int first, byte[] payload, boolean masked) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(first);
            int mask = masked ? 0x80 : 0;
            if (payload.length < 126) {
                out.write(mask | payload.length);
            } else {
                out.write(mask | 126);
                out.write(payload.length >> 8);
                out.write(payload.length);
            }
            if (masked) {
                out.writeBytes(MASK);
            }
            for (int i = 0; i < payload.length; i++) {
                out.write(masked ? payload[i] ^ MASK[i % 4] : payload[i]);
            }
            return out.toByteArray();
        }

        static byte[] text(String text, boolean masked) {
            return frame(0x81, text.getBytes(StandardCharsets.UTF_8), masked);
        }

        /// The payload of the next frame, unmasked, its first byte before it; empty at the end.
        static byte[] read(InputStream in) throws IOException {
            int first = in.read();
            if (first < 0) {
                return new byte[0];
            }
            int second = in.read();
            int length = second & 0x7f;
            if (length == 126) {
                length = (in.read() << 8) | in.read();
            }
            byte[] mask = (second & 0x80) != 0 ? in.readNBytes(4) : new byte[4];
            byte[] payload = in.readNBytes(length);
            byte[] whole = new byte[payload.length + 1];
            whole[0] = (byte) first;
            for (int i = 0; i < payload.length; i++) {
                whole[i + 1] = (byte) (payload[i] ^ mask[i % 4]);
            }
            return whole;
        }

        static String readText(InputStream in) throws IOException {
            byte[] frame = read(in);
            return frame.length == 0 ? "" : new String(frame, 1, frame.length - 1, StandardCharsets.UTF_8);
        }
    }
}
