package moltbot.breaker.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import moltbot.breaker.House;
import moltbot.breaker.Raw;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bytes no browser sends, on raw sockets. `HOST` stands for the right host.
final class StrictHttpTest {
    private static House house;

    @BeforeAll
    static void open() throws IOException {
        house = House.unlimited();
        house.guardian.beat();
        house.claim(house.code(), House.PASSWORD);
    }

    @AfterAll
    static void close() throws IOException {
        house.close();
    }

    @BeforeEach
    void forget() {
        house.control.seen.clear();
    }

    private static int status(String bytes) {
        String mine = "127.0.0.1:" + house.port;
        try (Raw raw = new Raw(house.port)) {
            return raw.send(bytes.replace("HOST", "Host: " + mine).replace("COOKIE", "Cookie: " + house.cookie))
                    .head()
                    .status();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nCOOKIE\r\n\r\n",
                "GET / HTTP/1.1\r\nHOST\r\nHOST\r\nCOOKIE\r\n\r\n",
                "GET / HTTP/1.1\r\nHOST\r\nHost: other\r\nCOOKIE\r\n\r\n",
                "GET / HTTP/1.1\r\nHOST\r\nCOOKIE\r\nX: a\u0000b\r\n\r\n",
                "GET / HTTP/1.1\r\nHOST\r\nCOOKIE\r\nX: a\rb\r\n\r\n",
                "GET / HTTP/1.1\r\nHOST\r\nCOOKIE\r\nX: a\u00e9b\r\n\r\n",
                "GET / HTTP/1.1\r\nHOST\r\nCOOKIE\r\nX: a\r\n folded\r\n\r\n",
                "GET / HTTP/1.1\r\nHOST\r\nCOOKIE\r\nX : a\r\n\r\n",
                "GET / HTTP/1.1\r\nHOST\r\nCOOKIE\r\nNo colon\r\n\r\n",
                "GET / HTTP/1.1\nHOST\nCOOKIE\n\n",
                "GET\t/ HTTP/1.1\r\nHOST\r\nCOOKIE\r\n\r\n",
                "GET  / HTTP/1.1\r\nHOST\r\nCOOKIE\r\n\r\n",
                "GET / HTTP/1.1 \r\nHOST\r\nCOOKIE\r\n\r\n",
                "G(T / HTTP/1.1\r\nHOST\r\nCOOKIE\r\n\r\n",
                "GET / HTTP/1.0\r\nHOST\r\nCOOKIE\r\n\r\n",
                "GET / HTTP/2.0\r\nHOST\r\nCOOKIE\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "POST / HTTP/1.1\r\nHOST\r\nCOOKIE\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHOST\r\nCOOKIE\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nab",
                "POST / HTTP/1.1\r\nHOST\r\nCOOKIE\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nab",
                "POST / HTTP/1.1\r\nHOST\r\nCOOKIE\r\nContent-Length: +2\r\n\r\nab",
                "POST / HTTP/1.1\r\nHOST\r\nCOOKIE\r\nContent-Length: -2\r\n\r\nab",
                "POST / HTTP/1.1\r\nHOST\r\nCOOKIE\r\nTransfer-Encoding: identity\r\n\r\nab",
                "POST / HTTP/1.1\r\nHOST\r\nCOOKIE\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHOST\r\nCOOKIE\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET / HTTP/1.1\r\nHOST\r\nCOOKIE\r\nExpect: magic\r\n\r\n",
                "GET / HTTP/1.1\r\nHOST\r\nCOOKIE\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
                "GET / HTTP/1.1\r\nHOST\r\nCOOKIE\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
                "TRACE / HTTP/1.1\r\nHOST\r\nCOOKIE\r\n\r\n",
                "CONNECT 127.0.0.1:1 HTTP/1.1\r\nHOST\r\nCOOKIE\r\n\r\n",
                "DELETE /api/x HTTP/1.1\r\nHOST\r\nCOOKIE\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHOST\r\nCOOKIE\r\n\r\n",
            })
    void refusesWhatNoBrowserSends(String bytes) {
        assertThat(status(bytes)).isBetween(400, 505);
        assertThat(house.control.seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0, 0", "2, 2", "2,3", "0x2", "2 2", "9999999999999999999", "-0", ""})
    void answersALengthThatIsNone(String length) {
        assertThat(status("POST / HTTP/1.1\r\nHOST\r\nCOOKIE\r\nContent-Length: " + length + "\r\n\r\nab"))
                .isEqualTo(400);
        assertThat(house.control.seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//",
                "/..",
                "/a/../b",
                "/./a",
                "/%2e%2e/a",
                "/%2E/a",
                "/a%2fb",
                "/a%5cb",
                "/a\\b",
                "/a;b",
                "/..;/a",
                "/a%00",
                "/a%0d%0ax",
                "/a%",
                "/a%zz",
                "/a%252e",
                "/a#b",
                "/\u00e9",
                "/a\u007f",
                "/a<b>",
                "/sign-in/../",
                "/sign-in/other",
                "/auth/other",
                "/auth/state/"
            })
    void answersOneSpellingOfEachPlace(String target) {
        assertThat(status("GET " + target + " HTTP/1.1\r\nHOST\r\nCOOKIE\r\n\r\n"))
                .isIn(400, 404);
        assertThat(house.control.seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "127.0.0.1", "localhost", "LOCALHOST:1", "127.0.0.1:1", "[::1]:1"})
    void refusesForeignHosts(String host) {
        assertThat(status("GET / HTTP/1.1\r\nHost: " + host + "\r\nCOOKIE\r\n\r\n"))
                .isEqualTo(421);
    }

    @Test
    void refusesTrailingDotAndAbsoluteForm() {
        assertThat(status("GET / HTTP/1.1\r\nHost: localhost.:" + house.port + "\r\n\r\n"))
                .isEqualTo(421);
        assertThat(status("GET http://127.0.0.1:" + house.port + "/ HTTP/1.1\r\nHOST\r\n\r\n"))
                .isEqualTo(421);
    }

    @Test
    void answersToBothLoopbackNames() {
        assertThat(status("GET /auth/state HTTP/1.1\r\nHost: localhost:" + house.port + "\r\n\r\n"))
                .isEqualTo(200);
        assertThat(status("GET /auth/state HTTP/1.1\r\nHOST\r\n\r\n")).isEqualTo(200);
    }

    @Test
    void boundsHeadersInNumberAndSize() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 101; i++) {
            many.append("X").append(i).append(": 1\r\n");
        }
        assertThat(status("GET / HTTP/1.1\r\nHOST\r\n" + many + "\r\n")).isEqualTo(431);
        assertThat(status("GET / HTTP/1.1\r\nHOST\r\nX: " + "a".repeat(20_000) + "\r\n\r\n"))
                .isEqualTo(431);
        assertThat(status("GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHOST\r\n\r\n"))
                .isEqualTo(414);
    }

    @Test
    void answersPipelinedRequestsInOrder() {
        try (Raw raw = new Raw(house.port)) {
            String first = house.request("GET", "/api/one", "");
            String second = house.request("GET", "/auth/state", "");
            raw.send(first + second + first);
            assertThat(raw.reply().body()).isEqualTo("got 0");
            assertThat(raw.reply().body()).contains("claimed");
            assertThat(raw.reply().body()).isEqualTo("got 0");
        }
    }

    @Test
    void tenMegabyteBodyIsRefusedReadablyAndControlTakesNothing() {
        byte[] large = new byte[10 << 20];
        try (Raw raw = new Raw(house.port)) {
            raw.send(head("Content-Length: " + large.length));
            raw.send(large);
            Raw.Reply reply = raw.reply();
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.body()).contains("too-large").contains("Nothing of it was taken");
        }
        assertThat(house.control.seen).isEmpty();
    }

    @Test
    void bodyInChunksBeyondTheBoundIsRefusedToo() {
        try (Raw raw = new Raw(house.port)) {
            raw.send(head("Transfer-Encoding: chunked"));
            String chunk = "10000\r\n" + "a".repeat(0x10000) + "\r\n";
            for (int i = 0; i < 20; i++) {
                raw.send(chunk);
            }
            raw.send("0\r\n\r\n");
            assertThat(raw.reply().status()).isEqualTo(413);
        }
    }

    @Test
    void chunkedBodyReachesControlWhole() {
        try (Raw raw = new Raw(house.port)) {
            raw.send(head("Transfer-Encoding: chunked") + "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
            assertThat(raw.reply().body()).isEqualTo("got 11");
        }
    }

    @Test
    void saysContinueBeforeABodyItWants() {
        try (Raw raw = new Raw(house.port)) {
            raw.send(head("Content-Length: 2\r\nExpect: 100-continue"));
            assertThat(raw.head().status()).isEqualTo(100);
            raw.send("ab");
            assertThat(raw.reply().body()).isEqualTo("got 2");
        }
    }

    private static String head(String more) {
        return house.request(
                "POST",
                "/api/echo",
                "Origin: http://127.0.0.1:" + house.port + "\r\nContent-Type: application/json\r\nx-csrf: " + house.csrf
                        + "\r\n" + more + "\r\n");
    }
}
