package moltbot.breaker.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import moltbot.breaker.House;
import moltbot.breaker.Raw;
import org.junit.jupiter.api.Test;

/// What a stranger gets names nothing and carries every header that keeps browsers careful.
final class AnonymityTest {
    private static final List<String> REQUESTS = List.of(
            "GET / HTTP/1.1\r\nHost: OWN\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: OWN\r\nAccept: text/html\r\n\r\n",
            "GET /sign-in HTTP/1.1\r\nHost: OWN\r\n\r\n",
            "GET /sign-in/sign-in.js HTTP/1.1\r\nHost: OWN\r\n\r\n",
            "GET /sign-in/sign-in.css HTTP/1.1\r\nHost: OWN\r\n\r\n",
            "GET /sign-in/icon.svg HTTP/1.1\r\nHost: OWN\r\n\r\n",
            "GET /favicon.ico HTTP/1.1\r\nHost: OWN\r\n\r\n",
            "GET /robots.txt HTTP/1.1\r\nHost: OWN\r\n\r\n",
            "GET /auth/state HTTP/1.1\r\nHost: OWN\r\n\r\n",
            "GET /auth/session HTTP/1.1\r\nHost: OWN\r\n\r\n",
            "GET /auth/session HTTP/1.1\r\nHost: OWN\r\nCookie: session=x; a=b\r\n\r\n",
            "GET /api/overview HTTP/1.1\r\nHost: OWN\r\n\r\n",
            "POST /auth/sign-in HTTP/1.1\r\nHost: OWN\r\nOrigin: http://OWN\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 20\r\n\r\n{\"password\":\"nobody\"}",
            "POST /auth/claim HTTP/1.1\r\nHost: OWN\r\nContent-Length: 0\r\n\r\n",
            "DELETE / HTTP/1.1\r\nHost: OWN\r\n\r\n",
            "GET /../x HTTP/1.1\r\nHost: OWN\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "nonsense\r\n\r\n");

    /// What the decoder refuses, before any stage has seen it.
    private static final List<String> MALFORMED = List.of(
            "GET / HTTP/1.1\r\nHost: OWN\r\nX: a\r\n folded\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: OWN\r\nX : a\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: OWN\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: OWN\r\nContent-Length: +2\r\n\r\nab",
            "GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: OWN\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: OWN\r\nX: " + "a".repeat(17_000) + "\r\n\r\n");

    @Test
    void whatIsMalformedIsAnsweredOnceAndHungUpOn() throws IOException {
        try (House house = new House()) {
            for (String request : MALFORMED) {
                try (Raw raw = new Raw(house.port)) {
                    Raw.Reply reply = raw.begin(request.replace("OWN", "127.0.0.1:" + house.port))
                            .reply();
                    assertThat(reply.status()).as(request).isIn(400, 414, 431);
                    assertThat(reply.header("connection")).isEqualTo("close");
                    assertThat(raw.closedByPeer()).isTrue();
                }
            }
        }
    }

    /// Each comes as through a proxy: this machine's own browser is told more while the breaker is open.
    @Test
    void aStrangerLearnsNoName() throws IOException {
        try (House house = new House()) {
            for (boolean guarded : new boolean[] {false, true}) {
                if (guarded) {
                    house.guardian.beat();
                }
                for (String request : REQUESTS) {
                    try (Raw raw = new Raw(house.port, "127.0.0.3")) {
                        Raw.Reply reply = raw.send(request.replace("OWN", "127.0.0.1:" + house.port)
                                        .replace("\r\n\r\n", "\r\nVia: 1.1 somebody\r\n\r\n"))
                                .reply();
                        assertThat(reply.toString()).as(request).doesNotContainIgnoringCase("moltbot");
                        assertThat(reply.header("server")).as(request).isEmpty();
                        assertThat(reply.header("set-cookie")).as(request).isEmpty();
                    }
                }
            }
        }
    }

    @Test
    void everyAnswerCarriesTheSecurityHeaders() throws IOException {
        try (House house = new House()) {
            house.guardian.beat();
            for (String request :
                    Stream.concat(REQUESTS.stream(), MALFORMED.stream()).toList()) {
                Raw.Reply reply = Raw.ask(house.port, request.replace("OWN", "127.0.0.1:" + house.port));
                assertThat(reply.header("content-security-policy"))
                        .as(request)
                        .contains("default-src 'none'")
                        .contains("frame-ancestors 'none'")
                        .contains("base-uri 'none'");
                assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
                assertThat(reply.header("x-frame-options")).isEqualTo("DENY");
                assertThat(reply.header("referrer-policy")).isEqualTo("no-referrer");
                assertThat(reply.header("x-robots-tag")).contains("noindex");
                assertThat(reply.header("cross-origin-opener-policy")).isEqualTo("same-origin");
                assertThat(reply.header("cross-origin-resource-policy")).isEqualTo("same-origin");
                assertThat(reply.header("permissions-policy")).contains("camera=()");
                assertThat(reply.header("cache-control")).contains("no-store");
                assertThat(reply.header("strict-transport-security"))
                        .as("plain HTTP never promises TLS")
                        .isEmpty();
            }
        }
    }
}
