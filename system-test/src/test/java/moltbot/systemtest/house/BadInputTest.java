package moltbot.systemtest.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests and files that are not what they should be, given to the real house.
class BadInputTest {
    /// Targets that only look odd are refused on a connection that may stay, so these ask for its end.
    private static final List<String> MALFORMED = List.of(
            "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nhost: HOST\r\nhost: HOST\r\n\r\n",
            "GET / HTTP/1.1\r\nhost: evil.example\r\n\r\n",
            "GET / HTTP/1.1\r\nhost : HOST\r\n\r\n",
            "GET / HTTP/1.1\r\nhost: HOST\r\n folded: yes\r\n\r\n",
            "GET / HTTP/1.1\r\nhost: HOST\r\nx: a\0b\r\n\r\n",
            "GET  / HTTP/1.1\r\nhost: HOST\r\n\r\n",
            "GET http://HOST/ HTTP/1.1\r\nhost: HOST\r\n\r\n",
            "GET /../etc/passwd HTTP/1.1\r\nhost: HOST\r\nconnection: close\r\n\r\n",
            "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nhost: HOST\r\nconnection: close\r\n\r\n",
            "GET //api/overview HTTP/1.1\r\nhost: HOST\r\nconnection: close\r\n\r\n",
            "GET /a;b/..;/api HTTP/1.1\r\nhost: HOST\r\nconnection: close\r\n\r\n",
            "GET / HTTP/9.9\r\nhost: HOST\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "POST /auth/sign-in HTTP/1.1\r\nhost: HOST\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST /auth/sign-in HTTP/1.1\r\nhost: HOST\r\ncontent-length: -1\r\n\r\n",
            "POST /auth/sign-in HTTP/1.1\r\nhost: HOST\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello",
            "POST /auth/sign-in HTTP/1.1\r\nhost: HOST\r\ntransfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            "GET / HTTP/1.1\r\nhost: HOST\r\nconnection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AA\r\n\r\n",
            "GET /" + "a".repeat(70_000) + " HTTP/1.1\r\nhost: HOST\r\n\r\n",
            "GET / HTTP/1.1\r\nhost: HOST\r\nx: " + "a".repeat(70_000) + "\r\n\r\n",
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n",
            "nonsense\r\n\r\n");

    @TempDir
    Path folder;

    @Test
    void everyMalformedRequestGetsItsRefusalAndAClosedConnection() throws Exception {
        try (TestHouse house = TestHouse.up(folder.resolve("data"), Map.of())) {
            for (String request : MALFORMED) {
                String answer = RawHttp.send(house, request.replace("HOST", house.listen()));
                assertThat(RawHttp.status(answer))
                        .as(request.substring(0, Math.min(90, request.length())))
                        .isBetween(400, 505)
                        .isNotIn(500, 502);
                assertThat(answer)
                        .doesNotContain("Exception")
                        .doesNotContain("at moltbot.")
                        .doesNotContain("netty");
            }
            assertThat(RawHttp.ask(house, "GET", "/sign-in", "accept: text/html\r\n", ""))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aKeyThatIsNoneBlocksUntilItIsMended() throws Exception {
        try (TestHouse house = TestHouse.up(folder.resolve("data"), Map.of("ANTHROPIC_API_KEY", "undefined"))) {
            Await.until(
                    "it is found",
                    TestHouse.PATIENCE,
                    () -> house.run("guardian", "report").out().contains("anthropic-api-key is a default"));
            house.awaitState("OPEN");
            assertThat(house.breaker().has("trip")).isFalse();
            assertThat(house.runWith(
                                    "sk-ant-Q8zr2LkV0nXw7TbY4mJd".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                    "secret",
                                    "set",
                                    "anthropic-api-key")
                            .exit())
                    .isZero();
            Await.until(
                    "it is mended",
                    java.time.Duration.ofSeconds(60),
                    () -> house.breaker().text("state").equals("CLOSED"));
        }
    }

    @Test
    void aLatchThatCannotBeReadIsATripThatSaysSo() throws Exception {
        Path data = folder.resolve("data");
        try (TestHouse house = TestHouse.up(data, Map.of())) {
            house.awaitState("CLOSED");
        }
        Path latch = data.resolve("breaker").resolve("circuit.json");
        for (String broken :
                List.of("garbage", "{\"version\":1,\"epoch\":", "{}", "{\"version\":1,\"epoch\":-7,\"trip\":7}")) {
            Files.writeString(latch, broken);
            try (TestHouse house = TestHouse.up(data, Map.of())) {
                JsonObject state = house.breaker();
                assertThat(state.text("state")).as(broken).isEqualTo("OPEN");
                assertThat(state.object("trip").text("reason")).contains("cannot be read");
                assertThat(house.run("status").out()).contains("cannot be read").doesNotContain("Exception");
                assertThat(RawHttp.ask(house, "GET", "/", "accept: text/html\r\n", ""))
                        .startsWith("HTTP/1.1 503")
                        .contains("cannot be read")
                        .contains("./moltbot reset");
            }
        }
    }

    @Test
    void whatTheOwnerIsKnownByIsNeverBegunAnewBecauseItCannotBeRead() throws Exception {
        Path data = folder.resolve("data");
        try (TestHouse house = TestHouse.up(data, Map.of())) {
            Panel.claim(house);
        }
        Path owner = data.resolve("breaker").resolve("owner.json");
        byte[] before = Files.readAllBytes(owner);
        byte[] broken = java.util.Arrays.copyOf(before, before.length / 2);
        Files.write(owner, broken);

        TestHouse.Ran up = up(data);
        assertThat(up.exit()).isNotZero();
        assertThat(up.err())
                .doesNotContain("Exception")
                .doesNotContain("at moltbot.")
                .isNotBlank();
        assertThat(Files.readAllBytes(owner)).isEqualTo(broken);

        Files.write(owner, before);
        try (TestHouse house = TestHouse.up(data, Map.of())) {
            assertThat(house.breaker().flag("claimed")).isTrue();
        }
    }

    @Test
    void settingsThatCannotBeReadStartNothing() throws Exception {
        Path data = folder.resolve("data");
        for (String broken : List.of("listen: [", "\tlisten: x", "listen: 1\nlisten: 2", "- a\n- b", "\0\1\2")) {
            TestHouse.settings(data, broken);
            TestHouse.Ran up = up(data);
            assertThat(up.exit()).as(broken).isEqualTo(1);
            assertThat(up.err()).as(broken).contains("settings").doesNotContain("Exception");
            assertThat(Files.exists(data.resolve("run").resolve("host.json"))).isFalse();
        }
    }

    private static TestHouse.Ran up(Path data) throws Exception {
        return TestHouse.finish(
                TestHouse.builder(
                                Map.of(),
                                "up",
                                "--data",
                                data.toString(),
                                "--listen",
                                "127.0.0.1:" + TestHouse.freePort())
                        .start(),
                new byte[0]);
    }
}
