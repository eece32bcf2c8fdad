package moltbot.breaker.listen;

import static moltbot.breaker.listen.Http2Raw.CONTINUATION;
import static moltbot.breaker.listen.Http2Raw.END_HEADERS;
import static moltbot.breaker.listen.Http2Raw.END_STREAM;
import static moltbot.breaker.listen.Http2Raw.GOAWAY;
import static moltbot.breaker.listen.Http2Raw.HEADERS;
import static moltbot.breaker.listen.Http2Raw.PING;
import static moltbot.breaker.listen.Http2Raw.RST_STREAM;
import static moltbot.breaker.listen.Http2Raw.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import moltbot.breaker.House;
import moltbot.breaker.Raw;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What no browser says in HTTP/2, and what costs its sender nothing. `HOST` stands for the right authority.
final class Http2StrictTest {
    private static final int ENHANCE_YOUR_CALM = 11;

    private static House house;
    private static TlsClient browser;
    private static String cookie;

    @BeforeAll
    static void open() throws IOException {
        house = new House(
                JsonObject.with("tls", JsonObject.with("localCa", true).build())
                        .with("perMinute", 100_000)
                        .with("burst", 100_000)
                        .build());
        house.guardian.beat();
        browser = TlsClient.trusting(house.folder.resolve("data/tls/ca.pem"));
        String claim = JsonObject.with("code", house.code())
                .with("password", House.PASSWORD)
                .build()
                .toString();
        try (Raw raw = Raw.on(browser.connect(house.port, "127.0.0.1", "http/1.1"))) {
            cookie = raw.send("POST /auth/claim HTTP/1.1\r\nHost: " + own() + "\r\nOrigin: https://" + own()
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + claim.length() + "\r\n\r\n"
                            + claim)
                    .reply()
                    .header("set-cookie")
                    .split(";", -1)[0];
        }
    }

    @AfterAll
    static void close() throws IOException {
        house.close();
    }

    private static String own() {
        return "127.0.0.1:" + house.port;
    }

    private static Http2Raw connect() {
        return new Http2Raw(Raw.on(browser.connect(house.port, "127.0.0.1", "h2")));
    }

    private static byte[] request(String... headers) {
        List<String> all = new ArrayList<>();
        for (String header : headers) {
            all.add(header.replace("HOST", own()).replace("COOKIE", cookie));
        }
        return Http2Raw.block(all.toArray(String[]::new));
    }

    private static byte[] good() {
        return request(":method=GET", ":scheme=https", ":authority=HOST", ":path=/api/x", "cookie=COOKIE");
    }

    private static int status(byte[] block) {
        try (Http2Raw wire = connect()) {
            return wire.send(HEADERS, END_STREAM | END_HEADERS, 1, block).status();
        }
    }

    @Test
    void aProperRequestIsAnswered() {
        assertThat(status(good())).isEqualTo(200);
    }

    @Test
    void cookiesInCrumbsAreOneCookie() {
        assertThat(status(request(
                        ":method=GET",
                        ":scheme=https",
                        ":authority=HOST",
                        ":path=/api/x",
                        "cookie=a=b",
                        "cookie=COOKIE")))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":method=GET|:scheme=https|:path=/api/x",
                ":method=GET|:scheme=https|:authority=|:path=/api/x",
                ":method=GET|:scheme=https|:authority=HOST",
                ":method=GET|:scheme=https|:authority=HOST|:path=",
                ":scheme=https|:authority=HOST|:path=/api/x",
                ":method=GET|:authority=HOST|:path=/api/x",
                ":method=GET|:scheme=http|:authority=HOST|:path=/api/x",
                ":method=GET|:scheme=https|:authority=HOST|:path=/api/x|:path=/api/y",
                ":method=GET|:method=POST|:scheme=https|:authority=HOST|:path=/api/x",
                ":method=GET|:scheme=https|:authority=HOST|:authority=evil|:path=/api/x",
                ":method=GET|:scheme=https|:authority=HOST|:path=/api/x|:status=200",
                ":method=GET|:scheme=https|:authority=HOST|:path=/api/x|:other=1",
                ":method=CONNECT|:protocol=websocket|:scheme=https|:authority=HOST|:path=/api/x",
                ":method=GET|:scheme=https|:authority=HOST|x=1|:path=/api/x",
                ":method=GET|:scheme=https|:authority=HOST|:path=/api/x|X=1",
                ":method=GET|:scheme=https|:authority=HOST|:path=/api/x|x y=1",
                ":method=GET|:scheme=https|:authority=HOST|:path=/api/x|x=a\u0000b",
                ":method=GET|:scheme=https|:authority=HOST|:path=/api/x|x=a\r\nhost: evil",
                ":method=GET|:scheme=https|:authority=HOST|:path=/api/x|connection=close",
                ":method=GET|:scheme=https|:authority=HOST|:path=/api/x|transfer-encoding=chunked",
                ":method=GET|:scheme=https|:authority=HOST|:path=/api/x|upgrade=websocket",
                ":method=GET|:scheme=https|:authority=HOST|:path=/api/x|keep-alive=1",
                ":method=GET|:scheme=https|:authority=HOST|:path=/api/x|te=gzip",
                ":method=GET|:scheme=https|:authority=HOST|:path=/api/x|host=evil.example",
                ":method=GET|:scheme=https|:authority=HOST|:path=/api/x|content-length=5",
                ":method=GET|:scheme=https|:authority=HOST|:path=/api/x y",
                ":method=GET|:scheme=https|:authority=HOST|:path=/api/x\r\nx: y",
                ":method=GET|:scheme=https|:authority=HOST|:path=https://HOST/api/x",
                ":method=GET|:scheme=https|:authority=evil.example|:path=/api/x",
                ":method=G T|:scheme=https|:authority=HOST|:path=/api/x"
            })
    void refusesWhatIsNoRequest(String headers) {
        house.control.seen.clear();
        int status = status(request((headers + "|cookie=COOKIE").split("\\|", -1)));
        assertThat(status == 0 || status >= 400).as("status " + status).isTrue();
        assertThat(status).isNotEqualTo(500);
        assertThat(house.control.seen).isEmpty();
    }

    @Test
    void refusesMoreHeadersThanAnyBrowserSends() {
        List<String> many = new ArrayList<>(
                List.of(":method=GET", ":scheme=https", ":authority=HOST", ":path=/api/x", "cookie=COOKIE"));
        for (int i = 0; i < 110; i++) {
            many.add("x=1");
        }
        house.control.seen.clear();
        assertThat(status(request(many.toArray(String[]::new)))).isEqualTo(400);
        assertThat(house.control.seen).isEmpty();
    }

    @Test
    void refusesHeadersWithoutEnd() {
        try (Http2Raw wire = connect()) {
            wire.send(HEADERS, END_STREAM, 1, good());
            for (int i = 0; i < 40; i++) {
                wire.send(CONTINUATION, 0, 1, Http2Raw.block("x" + i + "=1"));
            }
            assertThat(wire.await(GOAWAY).type()).isIn(GOAWAY, -1);
        }
        try (Http2Raw wire = connect()) {
            wire.send(HEADERS, END_STREAM, 1, request(":method=GET", ":scheme=https", ":authority=HOST", ":path=/"));
            wire.send(CONTINUATION, 0, 1, Http2Raw.block("x=" + "a".repeat(15 << 10)));
            wire.send(CONTINUATION, END_HEADERS, 1, Http2Raw.block("y=" + "a".repeat(15 << 10)));
            assertThat(wire.status()).isIn(0, 431);
        }
    }

    @Test
    void refusesResetsWithoutEnd() {
        try (Http2Raw wire = connect()) {
            for (int i = 0; i < 300; i++) {
                int stream = 2 * i + 1;
                wire.send(HEADERS, END_STREAM | END_HEADERS, stream, good());
                wire.send(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
            }
            Http2Raw.Frame end = wire.await(GOAWAY);
            assertThat(end.type()).isIn(GOAWAY, -1);
            assertThat(end.type() < 0 ? ENHANCE_YOUR_CALM : end.error()).isEqualTo(ENHANCE_YOUR_CALM);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {PING, SETTINGS})
    void refusesFloodsOfWhatIsForNoStream(int type) {
        try (Http2Raw wire = connect()) {
            for (int i = 0; i < 300; i++) {
                wire.send(type, 0, 0, new byte[type == PING ? 8 : 0]);
            }
            Http2Raw.Frame end = wire.await(GOAWAY);
            assertThat(end.type()).isIn(GOAWAY, -1);
        }
    }

    @Test
    void boundsStreamsAtOnce() {
        byte[] held = request(":method=GET", ":scheme=https", ":authority=HOST", ":path=/api/events", "cookie=COOKIE");
        try (Http2Raw wire = connect()) {
            for (int i = 0; i < 40; i++) {
                wire.send(HEADERS, END_STREAM | END_HEADERS, 2 * i + 1, held);
            }
            assertThat(wire.await(RST_STREAM, GOAWAY).type()).isIn(RST_STREAM, GOAWAY);
        }
    }

    @Test
    void aBrowserThatGivesNoWindowHoldsControlBack() {
        try (Http2Raw wire = connect()) {
            wire.send(
                    HEADERS,
                    END_STREAM | END_HEADERS,
                    1,
                    request(":method=GET", ":scheme=https", ":authority=HOST", ":path=/api/flood", "cookie=COOKIE"));
            assertThat(wire.status()).isEqualTo(200);
            long[] seen = {-1, 0};
            House.await("control stands still", () -> {
                seen[1] = house.control.floodSent.get();
                boolean still = seen[0] == seen[1] && seen[1] > 0;
                seen[0] = seen[1];
                java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
                return still;
            });
            assertThat(seen[1]).isLessThan(64L << 20);
        }
    }
}
