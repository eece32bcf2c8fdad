package moltbot.breaker.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import moltbot.breaker.House;
import moltbot.breaker.Raw;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may come, and whose word counts for whom it brings: a listed proxy at 127.0.0.9, one that is not at 127.0.0.8.
final class CallersTest {
    private static final String PUBLIC = "home.example";
    private static House house;

    @BeforeAll
    static void open() throws IOException {
        house = new House(JsonObject.with(
                        "allowedAddresses",
                        JsonArray.ofTexts(java.util.List.of("127.0.0.1", "127.0.0.8", "203.0.113.0/24", "fd00::/8")))
                .with("trustedProxies", JsonArray.ofTexts(java.util.List.of("127.0.0.9")))
                .with("publicOrigin", "https://" + PUBLIC)
                .with("perMinute", 100_000)
                .with("burst", 100_000)
                .build());
    }

    @AfterAll
    static void close() throws IOException {
        house.close();
    }

    private static Raw.Reply from(String address, String host, String more) {
        try (Raw raw = new Raw(house.port, address)) {
            return raw.send("GET /auth/state HTTP/1.1\r\nHost: " + host + "\r\n" + more + "\r\n")
                    .reply();
        }
    }

    private static String own() {
        return "127.0.0.1:" + house.port;
    }

    @Test
    void whoIsNotOnTheListGetsTheSameRefusalWhateverItSays() {
        Raw.Reply plain = from("127.0.0.7", own(), "");
        assertThat(plain.status()).isEqualTo(403);
        assertThat(plain.header("connection")).isEqualTo("close");
        for (String sent : new String[] {"", "X-Forwarded-For: 127.0.0.1\r\n", "Cookie: a=b\r\n", "bad header\r\n"}) {
            assertThat(from("127.0.0.7", own(), sent)).isEqualTo(plain);
            assertThat(from("127.0.0.7", "evil.example", sent)).isEqualTo(plain);
        }
        try (Raw raw = new Raw(house.port, "127.0.0.7")) {
            assertThat(raw.reply()).as("before a byte was sent").isEqualTo(plain);
            assertThat(raw.closedByPeer()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.7", "127.0.0.1, 203.0.113.7", "8.8.8.8, 203.0.113.7, 127.0.0.9", "fd00::5"})
    void aListedProxyBringsWhomItSays(String chain) {
        assertThat(from("127.0.0.9", PUBLIC, "X-Forwarded-For: " + chain + "\r\n")
                        .status())
                .isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "203.0.113.7, 8.8.8.8", "127.0.0.1, 8.8.8.8", "2001:db8::1"})
    void aListedProxyDoesNotBringWhoMayNotCome(String chain) {
        Raw.Reply reply = from("127.0.0.9", PUBLIC, "X-Forwarded-For: " + chain + "\r\n");
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body()).isEqualTo(from("127.0.0.7", own(), "").body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: unknown\r\n",
                "X-Forwarded-For: 203.0.113.7:80\r\n",
                "X-Forwarded-For: 203.0.113.7\r\nX-Forwarded-For: 203.0.113.7\r\n",
                "X-Forwarded-For: 203.0.113.7\r\nForwarded: for=203.0.113.8\r\n"
            })
    void aListedProxyThatCannotBeUnderstoodIsRefused(String header) {
        Raw.Reply reply = from("127.0.0.9", PUBLIC, header);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.header("connection")).isEqualTo("close");
    }

    @Test
    void aListedProxyMustSayWhomItBringsToThePublicName() {
        house.guardian.lease();
        assertThat(from("127.0.0.9", PUBLIC, "").status()).isEqualTo(403);
        house.guardian.die();
    }

    @Test
    void whatAProxyBringsIsNeverThisMachinesOwn() {
        assertThat(from("127.0.0.1", own(), "").body()).as("this machine").contains("\"state\":\"OPEN\"");
        for (String chain : new String[] {"127.0.0.1", "127.0.0.1, 127.0.0.9", "fd00::5"}) {
            Raw.Reply reply = from("127.0.0.9", own(), "X-Forwarded-For: " + chain + "\r\n");
            assertThat(reply.status()).as(chain).isEqualTo(503);
            assertThat(reply.body()).as(chain).doesNotContain("state");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 8.8.8.8\r\n",
                "X-Forwarded-For: 127.0.0.1\r\n",
                "X-Forwarded-For: nonsense\r\n",
                "X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 2.2.2.2\r\n",
                "Forwarded: for=8.8.8.8\r\n",
                "X-Real-Ip: 8.8.8.8\r\n"
            })
    void theHeadersOfSomebodyWhoIsNotListedChangeNothing(String header) {
        Raw.Reply without = from("127.0.0.8", PUBLIC, "");
        assertThat(from("127.0.0.8", PUBLIC, header)).isEqualTo(without);
        assertThat(without.status()).isEqualTo(503);
    }
}
