package moltbot.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What crosses the guard between a browser and another program's panel, and what does not.
class ForeignPanelTest {
    static House inFrontOf(Panel panel) throws IOException {
        return inFrontOf(panel, JsonObject.EMPTY);
    }

    static House inFrontOf(Panel panel, JsonObject more) throws IOException {
        return inFrontOf(panel, more, "");
    }

    static House inFrontOf(Panel panel, JsonObject more, String secret) throws IOException {
        JsonObject upstream = more.toBuilder().with("address", panel.address()).build();
        House house = new House(JsonObject.with("upstream", upstream).build(), secret);
        house.prefix = "/.guard";
        return house;
    }

    @Test
    void letsAStrangerSeeNothingOfThePanel() throws IOException {
        try (Panel panel = Panel.saying(Panel.ok("the panel"));
                House house = inFrontOf(panel)) {
            house.guardian.beat();
            Raw.Reply navigation = Raw.ask(house.port, house.request("GET", "/", "Accept: text/html\r\n"));
            assertThat(navigation.status()).isEqualTo(303);
            assertThat(navigation.header("location")).isEqualTo("/.guard/sign-in");
            assertThat(house.get("/api").status()).isEqualTo(401);
            assertThat(house.get("/.guard/sign-in").body())
                    .contains("sign-in.js")
                    .doesNotContain("oltbot");
            assertThat(house.get("/.guard/sign-in/sign-in.js").status()).isEqualTo(200);
            assertThat(panel.heads).isEmpty();
        }
    }

    @Test
    void letsTheOwnerThroughToThePanel() throws IOException {
        try (Panel panel = Panel.saying(Panel.ok("the panel"));
                House house = inFrontOf(panel).ready()) {
            Raw.Reply reply = house.get("/any/where?x=1");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo("the panel");
            assertThat(panel.last()).startsWith("GET /any/where?x=1 HTTP/1.1\r\n");
        }
    }

    @Test
    void neverShowsThePanelOurSignInOrWhatABrowserClaimsToBe() throws IOException {
        try (Panel panel = Panel.saying(Panel.ok("x"));
                House house = inFrontOf(panel).ready()) {
            String token = house.cookie.substring(house.cookie.indexOf('=') + 1);
            String request =
                    house.request("GET", "/", """
                            X-Forwarded-For: 1.2.3.4
                            X-Forwarded-User: admin
                            Remote-User: admin
                            Tailscale-User-Login: admin
                            Cf-Access-Jwt-Assertion: x
                            X-Auth-Request-Email: a
                            X_Forwarded_User: admin
                            Forwarded: for=1.2.3.4
                            X-Real-IP: 1.2.3.4
                            Connection: keep-alive, X-Mine
                            X-Mine: 1
                            X-Kept: yes
                            """.replace("\n", "\r\n")).replace("Cookie: ", "Cookie: theirs=1; ");
            assertThat(Raw.ask(house.port, request).status()).isEqualTo(200);
            String head = panel.last().toLowerCase(Locale.ROOT);
            assertThat(head)
                    .contains("x-kept: yes", "cookie: theirs=1\r\n", "x-forwarded-for: 127.0.0.1\r\n")
                    .contains("x-forwarded-proto: http\r\n", "x-forwarded-host: 127.0.0.1:" + house.port)
                    .doesNotContain("admin", "1.2.3.4", "cf-access", "x-auth", "x-mine", "__host-");
            assertThat(panel.last()).doesNotContain(token);
        }
    }

    private static String reply(String headers) {
        return "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n" + headers + "\r\nx";
    }

    private static Raw.Reply through(String answer) throws IOException {
        try (Panel panel = Panel.saying(answer);
                House house = ForeignPanelTest.inFrontOf(panel).ready()) {
            return house.get("/");
        }
    }

    @Test
    void keepsThePanelsPolicyAndAddsWhatItLacks() throws IOException {
        Raw.Reply reply = through(reply("Content-Security-Policy: default-src 'self'\r\nX-Frame-Options: DENY\r\n"));
        assertThat(reply.header("content-security-policy")).isEqualTo("default-src 'self' | frame-ancestors 'self'");
        assertThat(reply.header("x-frame-options")).isEqualTo("DENY");
        assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(reply.header("x-robots-tag")).contains("noindex");
        assertThat(through(reply("X-Frame-Options: ALLOWALL\r\nCache-Control: public, max-age=9\r\nServer: x\r\n"))
                        .headers())
                .containsEntry("x-frame-options", List.of("SAMEORIGIN"))
                .containsEntry("cache-control", List.of("private, max-age=9"))
                .doesNotContainKey("server");
    }

    @Test
    void letsThePanelSetItsCookiesAndNoneOfOurs() throws IOException {
        Raw.Reply reply = through(reply("""
                Set-Cookie: theirs=1; Path=/
                Set-Cookie: __Host-sign-in=x; Path=/; Secure
                Set-Cookie: __hOST-sign-in=x
                Set-Cookie: =__Host-sign-in=x
                Set-Cookie: __Host-sign-in-device=x
                """.replace("\n", "\r\n")));
        assertThat(reply.header("set-cookie")).isEqualTo("theirs=1; Path=/");
    }

    @Test
    void leadsBackHereOnlyWhereThePanelNamesItself() throws IOException {
        try (Panel panel = Panel.saying(Panel.ok("x"));
                House house = ForeignPanelTest.inFrontOf(panel).ready()) {
            panel.plays(talk -> {
                talk.say("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + panel.address() + "/here\r\n\r\n");
                return true;
            });
            assertThat(house.get("/").header("location")).isEqualTo("/here");
            panel.plays(talk -> {
                talk.say("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: https://other.example/x\r\n\r\n");
                return true;
            });
            assertThat(house.get("/").header("location")).isEqualTo("https://other.example/x");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
                "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: a\r\n folded\r\nContent-Length: 1\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nX: a\u0000b\r\nContent-Length: 1\r\n\r\nx",
                "HTTP/2.0 200 OK\r\nContent-Length: 1\r\n\r\nx",
                "HTTP/1.1 999 OK\r\nContent-Length: 1\r\n\r\nx",
                "HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
                "nonsense\r\n\r\n",
            })
    void passesOnNoAnswerThatCouldBeReadInTwoWays(String answer) throws IOException {
        Raw.Reply reply = through(answer);
        assertThat(reply.status()).as(answer).isEqualTo(502);
        assertThat(reply.body()).contains("upstream-");
    }

    @Test
    void takesNothingSaidUnaskedForTheNextAnswer() throws IOException {
        try (Panel panel = Panel.saying(Panel.ok("first") + Panel.ok("smuggled"));
                House house = ForeignPanelTest.inFrontOf(panel).ready()) {
            assertThat(house.get("/").body()).isEqualTo("first");
            panel.plays(talk -> {
                talk.say(Panel.ok("second"));
                return true;
            });
            assertThat(house.get("/").body()).isEqualTo("second");
            assertThat(panel.sockets).hasSize(2);
        }
    }

    @Test
    void usesAConnectionAgainAndOutlivesItsEnd() throws IOException {
        try (Panel panel = Panel.saying(Panel.ok("x"));
                House house = ForeignPanelTest.inFrontOf(panel).ready()) {
            house.get("/");
            house.get("/");
            assertThat(panel.sockets).hasSize(1);
            panel.sockets.getFirst().close();
            assertThat(house.get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void changesThingsForOurOwnPagesOnly() throws IOException {
        try (Panel panel = Panel.saying(Panel.ok("x"));
                House house = ForeignPanelTest.inFrontOf(panel).ready()) {
            String origin = "Origin: http://127.0.0.1:" + house.port + "\r\n";
            String body = "Content-Length: 2\r\nContent-Type: application/x-www-form-urlencoded\r\n";
            for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
                assertThat(Raw.ask(house.port, house.request(method, "/x", body + origin) + "hi")
                                .status())
                        .as(method)
                        .isEqualTo(200);
                assertThat(Raw.ask(
                                        house.port,
                                        house.request(method, "/x", body + "Sec-Fetch-Site: same-origin\r\n") + "hi")
                                .status())
                        .isEqualTo(200);
                int before = panel.heads.size();
                for (String wrong : List.of(
                        "",
                        "Origin: https://evil.example\r\n",
                        "Origin: null\r\n",
                        "Sec-Fetch-Site: none\r\n",
                        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n",
                        origin + "Sec-Fetch-Site: same-site\r\n")) {
                    assertThat(Raw.ask(house.port, house.request(method, "/x", body + wrong) + "hi")
                                    .status())
                            .as(method + " " + wrong)
                            .isEqualTo(403);
                }
                assertThat(panel.heads).hasSize(before);
            }
        }
    }

    @Test
    void boundsABodyWhetherOrNotItSaysHowLongItIs() throws IOException {
        try (Panel panel = Panel.saying(Panel.ok("x"));
                House house = ForeignPanelTest.inFrontOf(
                                panel, JsonObject.with("maxBodyMegabytes", 1).build())
                        .ready()) {
            String origin = "Origin: http://127.0.0.1:" + house.port + "\r\n";
            String declared = house.request("POST", "/", origin + "Content-Length: 1048577\r\n");
            assertThat(Raw.ask(house.port, declared).status()).isEqualTo(413);
            String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
            panel.plays(talk -> talk.in().readAllBytes().length < 0);
            String chunked = house.request("POST", "/", origin + "Transfer-Encoding: chunked\r\n");
            try (Raw raw = new Raw(house.port)) {
                raw.begin(chunked + chunk.repeat(17));
                assertThat(raw.reply().status()).isEqualTo(413);
            }
        }
    }

    @Test
    void streamsWhatComesAsItComesAndCutsItWithATrip() throws IOException {
        try (Panel panel = new Panel(talk -> {
                    talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
                    return talk.in().read() >= 0;
                });
                House house = ForeignPanelTest.inFrontOf(panel).ready();
                Raw raw = new Raw(house.port)) {
            raw.send(house.request("GET", "/events", ""));
            assertThat(raw.head().status()).isEqualTo(200);
            assertThat(raw.chunk()).isEqualTo("first");
            house.host.ask("breaker.trip", JsonObject.with("reason", "a test").build());
            assertThat(raw.chunk()).isNull();
        }
    }

    @Test
    void saysSoWhereThePanelDoesNotAnswer() throws IOException {
        Panel panel = Panel.saying(Panel.ok("x"));
        try (House house = ForeignPanelTest.inFrontOf(panel).ready()) {
            panel.close();
            Raw.Reply reply = house.get("/");
            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.body()).containsPattern("upstream-(unavailable|lost)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/../b", "/a/%2e%2E/b", "/a/..%2fb", "/..;/b", "/a\\..\\b", "//evil.example/x", "/%00"})
    void passesOnNoPathThatLeadsElsewhere(String path) throws IOException {
        try (Panel panel = Panel.saying(Panel.ok("x"));
                House house = ForeignPanelTest.inFrontOf(panel).ready()) {
            assertThat(house.get(path).status()).isBetween(400, 404);
            assertThat(panel.heads).isEmpty();
        }
    }

    @Test
    void keepsItsOwnPlacesToItself() throws IOException {
        try (Panel panel = Panel.saying(Panel.ok("x"));
                House house = ForeignPanelTest.inFrontOf(panel).ready()) {
            assertThat(house.get("/.guard/anything").status()).isEqualTo(404);
            assertThat(house.get("/.guard").status()).isEqualTo(404);
            assertThat(panel.heads).isEmpty();
            assertThat(house.get("/sign-in").status()).isEqualTo(200);
            assertThat(house.get("/auth/state").body()).isEqualTo("x");
            assertThat(panel.heads).hasSize(2);
        }
    }
}
