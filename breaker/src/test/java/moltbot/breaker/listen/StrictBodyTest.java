package moltbot.breaker.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import moltbot.breaker.House;
import moltbot.breaker.Raw;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies no browser sends, and people who send nothing at all.
final class StrictBodyTest {
    private static House house;

    @BeforeAll
    static void open() throws IOException {
        house = House.unlimited().ready();
    }

    @AfterAll
    static void close() throws IOException {
        house.close();
    }

    @BeforeEach
    void forget() {
        house.control.seen.clear();
    }

    private static String chunked() {
        return house.request(
                "POST",
                "/api/echo",
                "Origin: http://127.0.0.1:" + house.port + "\r\nContent-Type: application/json\r\nx-csrf: " + house.csrf
                        + "\r\nTransfer-Encoding: chunked\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1\r\na\r\n0\r\n\r\n",
                "+1\r\na\r\n0\r\n\r\n",
                "0x1\r\na\r\n0\r\n\r\n",
                "g\r\na\r\n0\r\n\r\n",
                "\r\na\r\n0\r\n\r\n",
                "ffffffffffffffff\r\na\r\n0\r\n\r\n",
                "80000000\r\na\r\n0\r\n\r\n",
                "2\r\nabc\r\n0\r\n\r\n",
                "1\r\na0\r\n\r\n",
                "1\na\n0\n\n"
            })
    void aChunkThatIsNoneIsRefusedAndTheConnectionEnds(String body) {
        try (Raw raw = new Raw(house.port)) {
            Raw.Reply reply = raw.send(chunked() + body + house.request("GET", "/api/smuggled", ""))
                    .head();
            assertThat(reply.status()).isBetween(400, 499);
        }
        assertThat(house.control.seen).noneMatch(head -> head.text("target").equals("/api/smuggled"));
    }

    @Test
    void trailersAndExtensionsReachNobody() {
        try (Raw raw = new Raw(house.port)) {
            raw.send(chunked() + "1;x=y\r\na\r\n0\r\nX-Csrf: evil\r\nContent-Length: 9\r\n\r\n");
            Raw.Reply reply = raw.reply();
            assertThat(reply.status() == 200 || reply.status() == 400)
                    .as("status " + reply.status())
                    .isTrue();
        }
        assertThat(house.control.seen)
                .allSatisfy(head -> assertThat(head.toString()).doesNotContain("evil"));
    }

    @Test
    void aBodyThatBreaksAfterItsAnswerEndsTheConnection() {
        try (Raw raw = new Raw(house.port)) {
            String length = "Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n";
            raw.send("POST /auth/sign-in HTTP/1.1\r\nHost: 127.0.0.1:" + house.port
                    + "\r\nOrigin: http://evil.example\r\n" + length + "\r\n");
            assertThat(raw.reply().status()).isEqualTo(403);
            raw.send("zz\r\n");
            long before = System.nanoTime();
            assertThat(raw.closedByPeer()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void whatFollowsABodyIsTheNextRequestAndNeverPartOfIt() {
        try (Raw raw = new Raw(house.port)) {
            String get = house.request("GET", "/api/one", "Content-Length: 2\r\n");
            raw.send(get + "{}" + house.request("GET", "/api/two", ""));
            assertThat(raw.reply().body()).isEqualTo("got 2");
            assertThat(raw.reply().body()).isEqualTo("got 0");
        }
        assertThat(house.control.seen).extracting(head -> head.text("target")).endsWith("/api/one", "/api/two");
    }

    @Test
    void anOldRequestWithoutAVersionIsRefused() {
        for (String bytes : new String[] {"GET /\r\n\r\n", "GET / \r\n\r\n", "GET\r\n\r\n"}) {
            assertThat(Raw.ask(house.port, bytes).status()).as(bytes).isBetween(400, 505);
        }
        assertThat(house.control.seen).isEmpty();
    }

    @Test
    void whoSendsAHeadByDropsIsSentAway() {
        try (Raw nothing = new Raw(house.port);
                Raw drops = new Raw(house.port)) {
            long before = System.nanoTime();
            drops.send("GET / HTTP/1.1\r\n");
            Thread dropping = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 100; i++) {
                    drops.begin("X" + i + ": 1\r\n");
                    java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
                }
            });
            assertThat(drops.closedByPeer()).isTrue();
            assertThat(nothing.closedByPeer()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isBetween(Duration.ofSeconds(8), Duration.ofSeconds(18));
            dropping.interrupt();
        }
    }
}
