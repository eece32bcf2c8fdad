package moltbot.breaker.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import moltbot.breaker.House;
import moltbot.breaker.Raw;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Behind real nginx and Caddy as the documents set them up, and behind what Traefik sends.
@EnabledOnOs(OS.LINUX)
final class FrontProxyTest {
    private static final String FRIEND = "127.0.0.5";
    private static final String STRANGER = "127.0.0.6";

    private static House house() throws IOException {
        return new House(JsonObject.with("publicOrigin", "https://home.example")
                .with("trustedProxies", JsonArray.ofTexts(List.of("127.0.0.1")))
                .with("allowedAddresses", JsonArray.ofTexts(List.of(FRIEND, "203.0.113.7", "127.0.0.1")))
                .build());
    }

    private static Raw.Reply ask(
            FrontProxy proxy, String from, String method, String target, String more, String body) {
        String length = method.equals("POST") ? "Content-Length: " + body.length() + "\r\n" : "";
        try (Raw raw = proxy.connect(from)) {
            return raw.send(method + " " + target + " HTTP/1.1\r\nHost: home.example\r\n" + more + length + "\r\n"
                            + body)
                    .reply();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "caddy"})
    void signsInAndStreamsThroughIt(String kind) throws IOException {
        try (House house = house();
                FrontProxy proxy = FrontProxy.start(kind, house.folder.resolve(kind), house.port)) {
            house.guardian.beat();
            String claim = JsonObject.with("code", house.code())
                    .with("password", House.PASSWORD)
                    .build()
                    .toString();
            Raw.Reply claimed = ask(
                    proxy,
                    FRIEND,
                    "POST",
                    "/auth/claim",
                    "Origin: https://home.example\r\nContent-Type: application/json\r\n",
                    claim);
            assertThat(claimed.status()).as(claimed.body()).isEqualTo(200);
            assertThat(claimed.header("server")).doesNotContainIgnoringCase("moltbot");
            String cookie = "Cookie: " + claimed.header("set-cookie").split(";", -1)[0] + "\r\n";
            assertThat(ask(proxy, FRIEND, "GET", "/api/overview", cookie, "").body())
                    .isEqualTo("got 0");
            assertThat(ask(proxy, FRIEND, "GET", "/sign-in", "", "").header("strict-transport-security"))
                    .isEqualTo("max-age=31536000");
            try (Raw events = proxy.connect(FRIEND)) {
                events.send("GET /api/events HTTP/1.1\r\nHost: home.example\r\n" + cookie + "\r\n");
                assertThat(events.head().status()).isEqualTo(200);
                assertThat(events.chunk()).as("while the stream goes on").isEqualTo("data: one\n\n");
                assertThat(house.control.left.getCount()).isEqualTo(1);
                house.guardian.die();
                assertThat(events.chunk())
                        .as("cut, which Caddy tells as an end")
                        .isNullOrEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "caddy"})
    void knowsWhomItBringsWhateverTheySay(String kind) throws IOException {
        try (House house = house();
                FrontProxy proxy = FrontProxy.start(kind, house.folder.resolve(kind), house.port)) {
            house.guardian.beat();
            assertThat(ask(proxy, FRIEND, "GET", "/sign-in", "", "").status()).isEqualTo(200);
            for (String says : List.of(
                    "",
                    "X-Forwarded-For: " + FRIEND + "\r\n",
                    "X-Forwarded-For: 127.0.0.1\r\n",
                    "X-Real-Ip: " + FRIEND + "\r\n",
                    "Forwarded: for=" + FRIEND + "\r\n")) {
                assertThat(ask(proxy, STRANGER, "GET", "/sign-in", says, "").status())
                        .as(says)
                        .isEqualTo(403);
            }
            for (String says : List.of(
                    "X-Forwarded-For: nonsense\r\n", "X-Forwarded-For: 8.8.8.8\r\n", "Forwarded: for=8.8.8.8\r\n")) {
                assertThat(ask(proxy, FRIEND, "GET", "/sign-in", says, "").status())
                        .as(says)
                        .isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "caddy"})
    void itsOwnConnectionFromThisMachineGrantsNothing(String kind) throws IOException {
        try (House house = house();
                FrontProxy proxy = FrontProxy.start(kind, house.folder.resolve(kind), house.port)) {
            for (String from : List.of(FRIEND, "127.0.0.1")) {
                Raw.Reply blocked = ask(proxy, from, "GET", "/api/overview", "", "");
                assertThat(blocked.status()).isEqualTo(503);
                assertThat(blocked.body())
                        .as("nothing this machine's owner is told")
                        .doesNotContain("state");
            }
            house.guardian.beat();
            assertThat(ask(proxy, "127.0.0.1", "GET", "/api/overview", "", "").status())
                    .isEqualTo(401);
            assertThat(house.control.seen).isEmpty();
        }
    }

    /// As Traefik 3 sends it: what it adds, in the order Go writes headers.
    @Test
    void understandsWhatTraefikSends() throws IOException {
        try (House house = house()) {
            house.guardian.beat();
            String head = String.join(
                    "\r\n",
                    "GET /auth/state HTTP/1.1",
                    "Host: home.example",
                    "User-Agent: Mozilla/5.0",
                    "Accept: */*",
                    "Accept-Encoding: gzip",
                    "X-Forwarded-For: CLIENT",
                    "X-Forwarded-Host: home.example",
                    "X-Forwarded-Port: 443",
                    "X-Forwarded-Proto: https",
                    "X-Forwarded-Server: 9b1c0de42f77",
                    "X-Real-Ip: CLIENT",
                    "",
                    "");
            Raw.Reply brought = Raw.ask(house.port, head.replace("CLIENT", "203.0.113.7"));
            assertThat(brought.status()).isEqualTo(200);
            assertThat(brought.body()).startsWith("{\"claimed\":false,");
            assertThat(Raw.ask(house.port, head.replace("CLIENT", "203.0.113.8"))
                            .status())
                    .isEqualTo(403);
        }
    }
}
