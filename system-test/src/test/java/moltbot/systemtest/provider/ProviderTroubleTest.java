package moltbot.systemtest.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a person reads when a model's provider misbehaves, and how soon: a whole house, and every way of it in turn.
@Timeout(240)
class ProviderTroubleTest {
    /// From the first question that reached the provider to the last word on the command line.
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private final Map<String, Reply> troubles = new LinkedHashMap<>();
    private final Map<String, String> said = new LinkedHashMap<>();
    private final Map<String, Long> asked = new ConcurrentHashMap<>();

    /// @param logged  what the gateway's log must say of it
    private void trouble(String name, Reply reply, String told, String logged) {
        troubles.put(name, reply);
        said.put(name, told + "|" + logged);
    }

    private static Reply sse(String text) {
        return Reply.stream("text/event-stream", text.getBytes(StandardCharsets.UTF_8));
    }

    private void troubles() {
        Reply good = AnthropicWire.reply(Answer.text("one ", "two"));
        String cannot = "cannot answer right now";
        trouble("broken-off", good.first(good.body().length / 2).ending(Reply.End.CUT), cannot, "model-unavailable");
        trouble("ended-early", good.first(good.body().length / 2), cannot, "model-unavailable");
        trouble(
                "wrong-json",
                sse("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{]\n\n"),
                cannot,
                "model-unavailable");
        trouble(
                "a-page",
                Reply.stream("text/html", "<h1>Gateway Timeout</h1>".getBytes(StandardCharsets.UTF_8)),
                cannot,
                "model-unavailable");
        trouble("overload", problem(529, "overloaded_error", "Overloaded-7f3a"), cannot, "Overloaded-7f3a");
        trouble("broken", problem(500, "api_error", "Internal-7f3b"), cannot, "Internal-7f3b");
        trouble(
                "too-often",
                problem(429, "rate_limit_error", "Slow-7f3c").with("retry-after", "30"),
                "asks for fewer requests",
                "model-rate-limited");
        trouble("refused", problem(400, "invalid_request_error", "Bad-7f3d"), "refused this request", "Bad-7f3d");
        trouble("no-key", problem(401, "authentication_error", "Key-7f3e"), "does not accept the key", "Key-7f3e");
    }

    private static Reply problem(int status, String type, String message) {
        return Reply.failure(
                status, "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message + "\"}}");
    }

    private Reply answer(String body) {
        return troubles.entrySet().stream()
                .filter(each -> body.contains("try " + each.getKey() + "."))
                .findFirst()
                .map(each -> {
                    asked.putIfAbsent(each.getKey(), System.nanoTime());
                    return each.getValue();
                })
                .orElseGet(() -> AnthropicWire.reply(Answer.text("All is well.")));
    }

    @Test
    void isToldInASentenceWithinTenSecondsAndWrittenDownInFull() throws Exception {
        troubles();
        Path data = folder.resolve("data");
        try (ModelServer model =
                ModelServer.start(0, asked -> answer(new String(asked.body(), StandardCharsets.UTF_8)))) {
            TestHouse.settings(data, "model:\n  provider: anthropic\n  anthropic-url: " + model.url() + "\n");
            try (TestHouse house = TestHouse.up(data, Map.of("ANTHROPIC_API_KEY", "sk-ant-test"))) {
                house.awaitState("CLOSED");
                for (String name : troubles.keySet()) {
                    meet(house, data, name);
                }
                house.replace("gateway");
                assertThat(house.run("chat", "--session", "good", "hello").out())
                        .contains("All is well.");
            }
        }
    }

    private void meet(TestHouse house, Path data, String name) throws Exception {
        // A new gateway has not seen this provider fail, and does not leave it alone for a while.
        house.replace("gateway");
        String[] expected = said.getOrDefault(name, "|").split("\\|", -1);
        TestHouse.Ran ran = house.run("chat", "--session", name, "try " + name + ".");
        Duration took = Duration.ofNanos(System.nanoTime() - asked.getOrDefault(name, 0L));

        assertThat(ran.out() + ran.err())
                .as(name)
                .contains(expected[0], "Your message is kept")
                .doesNotContain("Exception", "at moltbot", "7f3", "{", "<h1>", "sk-ant");
        assertThat(took).as(name).isLessThan(SOON);
        assertThat(Files.readString(data.resolve("logs/gateway.log"))).as(name).contains(expected[1]);
    }
}
