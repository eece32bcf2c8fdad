package moltbot.gateway.egress.task;

import static moltbot.gateway.egress.task.Village.ask;
import static moltbot.gateway.egress.task.Village.get;
import static moltbot.gateway.egress.task.Village.ok;
import static moltbot.gateway.egress.task.Village.rule;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where a task's keys go, and where they never do.
class TaskKeysTest {
    private static final String KEY = "canary-5f1e0d77a1b2c3";

    @TempDir
    Path folder;

    private Village village;

    @BeforeEach
    void begin() throws Exception {
        village = new Village(folder);
        village.serve("a.example", 443, request -> ok("hello"));
    }

    @AfterEach
    void end() throws Exception {
        village.close();
    }

    @Test
    void putsAKeyInForItsOwnPlaceOnly() throws Exception {
        village.serve("b.example", 443, request -> ok("b"));
        village.vault.set("task-git", KEY);
        TaskNetwork network = village.open(
                rule("GET", "https://a.example", "/with", "git"),
                rule("GET", "https://a.example", "/", ""),
                rule("GET", "https://b.example", "/", ""));
        String field = "Authorization: Bearer placeholder-for-git";

        ask(network, get("/with/key", field));
        ask(network, get("/without", field));
        ask(network, get("/with/key?k=placeholder-for-git"));
        try (SSLSocket socket = Village.tunnel(network, "b.example:443", "b.example")) {
            Village.say(socket, "GET /with HTTP/1.1\r\nHost: b.example\r\nConnection: close\r\n" + field + "\r\n\r\n");
        }

        assertThat(village.heardBy("a.example").get(0)).contains("Authorization: Bearer " + KEY + "\r\n");
        assertThat(village.heardBy("a.example").subList(1, 3).toString()).doesNotContain(KEY);
        assertThat(village.heardBy("b.example").toString()).doesNotContain(KEY);
        assertThat(village.audit.toString()).contains("\"credential\":\"git\"").doesNotContain(KEY);
    }

    @Test
    void putsAKeyIntoBasicCredentialsAsGitWritesThem() throws Exception {
        village.vault.set("task-git", KEY);
        TaskNetwork network = village.open(rule("GET", "https://a.example", "/", "git"));
        String basic = Base64.getEncoder().encodeToString("x:placeholder-for-git".getBytes(StandardCharsets.US_ASCII));
        ask(network, get("/r.git", "Authorization: Basic " + basic));
        assertThat(village.heardBy("a.example").getFirst())
                .contains("Basic "
                        + Base64.getEncoder().encodeToString(("x:" + KEY).getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void saysWhichKeyIsMissingAndNeverTakesOneOfTheHouse() throws Exception {
        village.vault.set("anthropic-api-key", KEY);
        TaskNetwork network = village.open(rule("GET", "https://a.example", "/", "anthropic-api-key"));
        assertThat(ask(network, get("/x", "X-Key: placeholder-for-anthropic-api-key")))
                .startsWith("HTTP/1.1 403 ")
                .contains("secret set task-anthropic-api-key");
        assertThat(village.heardBy("a.example")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "chunks", "header", "packed", "basic"})
    void passesOnNoAnswerThatHoldsTheKey(String way) throws Exception {
        String basic = Base64.getEncoder().encodeToString(("x:" + KEY).getBytes(StandardCharsets.US_ASCII));
        village.serve("a.example", 443, request -> switch (way) {
            case "whole" -> ok("before " + KEY + " after");
            case "chunks" ->
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n8\r\n"
                        + KEY.substring(0, 8)
                        + "\r\n"
                        + Integer.toHexString(KEY.length() - 8)
                        + "\r\n"
                        + KEY.substring(8)
                        + "\r\n0\r\n\r\n";
            case "header" -> "HTTP/1.1 200 OK\r\nx: " + KEY + "\r\ncontent-length: 0\r\n\r\n";
            case "packed" -> "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 3\r\n\r\nabc";
            default -> ok(basic);
        });
        village.vault.set("task-git", KEY);
        TaskNetwork network = village.open(rule("GET", "https://a.example", "/", "git"));
        String placeholder =
                Base64.getEncoder().encodeToString("x:placeholder-for-git".getBytes(StandardCharsets.US_ASCII));
        String field = way.equals("basic")
                ? "Authorization: Basic " + placeholder
                : "Authorization: token placeholder-for-git";
        String answer = ask(network, get("/x", field, "Accept-Encoding: gzip", "Range: bytes=1-"));
        assertThat(answer).doesNotContain(KEY.substring(0, 8)).doesNotContain(basic.substring(0, 12));
        assertThat(village.heardBy("a.example").getFirst())
                .contains("accept-encoding: identity")
                .doesNotContain("gzip")
                .doesNotContain("Range");
        assertThat(village.audited("refused")).hasSize(1);
    }
}
