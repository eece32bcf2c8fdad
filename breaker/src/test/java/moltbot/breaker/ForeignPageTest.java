package moltbot.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What other pages in the owner's browser, and forged headers, can do: nothing.
final class ForeignPageTest {
    private static House house;
    private static String origin = "";

    @BeforeAll
    static void open() throws IOException {
        house = new House().ready();
        origin = "http://127.0.0.1:" + house.port;
    }

    @AfterAll
    static void close() throws IOException {
        house.close();
    }

    @BeforeEach
    void forget() {
        house.control.seen.clear();
    }

    private static Raw.Reply post(String from, String type, String csrf, String more) {
        String headers = (from.isEmpty() ? "" : "Origin: " + from + "\r\n")
                + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
                + (csrf.isEmpty() ? "" : "x-csrf: " + csrf + "\r\n")
                + more
                + "Content-Length: 2\r\n";
        return Raw.ask(house.port, house.request("POST", "/api/echo", headers) + "{}");
    }

    @Test
    void ownPageMayAct() {
        assertThat(post(origin, "application/json", house.csrf, "Sec-Fetch-Site: same-origin\r\n")
                        .body())
                .isEqualTo("got 2");
    }

    @Test
    void nobodyElseMay() {
        String json = "application/json";
        List<Raw.Reply> replies = List.of(
                post("http://evil.example", json, house.csrf, ""),
                post("null", json, house.csrf, ""),
                post("http://localhost:" + house.port, json, house.csrf, ""),
                post("https://127.0.0.1:" + house.port, json, house.csrf, ""),
                post("", json, house.csrf, ""),
                post(origin, json, "", ""),
                post(origin, json, "0".repeat(64), ""),
                post(origin, "text/plain", house.csrf, ""),
                post(origin, "", house.csrf, ""),
                post(origin, "application/x-www-form-urlencoded", house.csrf, ""),
                post(origin, json, house.csrf, "Sec-Fetch-Site: cross-site\r\n"),
                post(origin, json, house.csrf, "Sec-Fetch-Site: same-site\r\n"));
        assertThat(replies).extracting(Raw.Reply::status).containsOnly(403);
        assertThat(house.control.seen).isEmpty();
    }

    @Test
    void otherPagesMayNotReadEither() {
        String cross = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n";
        assertThat(Raw.ask(house.port, house.request("GET", "/api/overview", cross))
                        .status())
                .isEqualTo(403);
        assertThat(Raw.ask(house.port, house.request("GET", "/api/overview", "Origin: http://evil.example\r\n"))
                        .status())
                .isEqualTo(403);
        String link = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n";
        assertThat(Raw.ask(house.port, house.request("GET", "/", link)).status())
                .isEqualTo(200);
    }

    @Test
    void cannotUseUpTheOwnersRequests() throws IOException {
        try (House other = new House()) {
            other.guardian.beat();
            String image = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n";
            String frame = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n";
            for (int i = 0; i < 120; i++) {
                assertThat(Raw.ask(other.port, other.request("GET", "/sign-in", i % 2 == 0 ? image : frame))
                                .status())
                        .isIn(200, 403, 429);
            }
            assertThat(Raw.ask(other.port, other.request("GET", "/sign-in", "Sec-Fetch-Site: none\r\n"))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void forgedHeadersChangeNothingAndGoNoFurther() {
        String forged = """
                Forwarded: for=127.0.0.1
                X-Forwarded-For: 127.0.0.1
                X-Real-IP: 127.0.0.1
                X-Forwarded-User: owner
                Remote-User: owner
                Authorization: Basic b3duZXI6b3duZXI=
                Accept: */*
                Last-Event-ID: 7
                """.replace("\n", "\r\n");
        String cookie = house.cookie;
        house.cookie = "";
        Raw.Reply plain = Raw.ask(house.port, house.request("GET", "/api/overview", ""));
        Raw.Reply claimed = Raw.ask(house.port, house.request("GET", "/api/overview", forged));
        house.cookie = cookie;
        assertThat(claimed.status()).isEqualTo(plain.status()).isEqualTo(401);
        assertThat(claimed.body()).isEqualTo(plain.body());

        assertThat(Raw.ask(house.port, house.request("GET", "/api/overview", forged))
                        .status())
                .isEqualTo(200);
        JsonObject seen = house.control.seen.remove();
        assertThat(seen.object("headers").fields().keySet()).containsExactlyInAnyOrder("accept", "last-event-id");
    }

    @Test
    void controlCannotSetCookiesOrNameItself() {
        Raw.Reply reply = house.get("/");
        assertThat(reply.header("set-cookie")).isEmpty();
        assertThat(reply.header("server")).isEmpty();
        assertThat(reply.header("content-security-policy")).isEqualTo("default-src 'self'");
        assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(reply.header("referrer-policy")).isEqualTo("no-referrer");
        assertThat(reply.header("x-robots-tag")).startsWith("noindex");
    }

    @Test
    void twoCookiesAreNone() {
        String two = "Cookie: " + house.cookie + "; " + house.cookie + "\r\n";
        String head = "GET /api/overview HTTP/1.1\r\nHost: 127.0.0.1:" + house.port + "\r\n" + two + "\r\n";
        assertThat(Raw.ask(house.port, head).status()).isEqualTo(401);
    }
}
