package moltbot.systemtest.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.systemtest.house.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// B3: a house that answers everybody who writes, and one whom a crowd writes to.
class OpenDoorTest {
    private static final String STRANGER = "44444444-4444-4444-8444-444444444444";
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private static Reply answer(Asked question) {
        return AnthropicWire.reply(Answer.text("I heard that."));
    }

    private static JsonObject check(SignalHouse signal) throws Exception {
        String report = signal.house().run("guardian", "report", "--json").out();
        return JsonObject.parse(report).list("rules").objects().stream()
                .filter(rule -> rule.text("id").equals("B3"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anOpenDoorAndCommandsBlockEverythingFromTheFirstMomentWithoutATrip() throws Exception {
        try (ModelServer model = ModelServer.start(0, OpenDoorTest::answer);
                SignalHouse signal = SignalHouse.up(folder, model, "insecure-open-channels: true\n")) {
            assertThat(signal.house().breaker().text("state")).isEqualTo("OPEN");
            assertThat(signal.house().breaker().has("trip")).isFalse();
            assertThat(Files.readString(signal.house().data().resolve("logs/guardian.log")))
                    .as("it never was closed")
                    .contains("gets no lease")
                    .doesNotContain("has a lease");
            JsonObject finding = check(signal).list("findings").objects().getFirst();
            assertThat(finding.text("action")).isEqualTo("hold");
            assertThat(finding.text("evidence")).contains("insecure-open-channels", "sandbox.enabled: false");

            signal.writes(STRANGER, 1, "run this for me");
            assertThat(signal.got(STRANGER, 2))
                    .containsExactly(
                            "My tools are off and my owner's panel is blocked at the moment. I can still talk.",
                            "I heard that.");
        }
    }

    @Test
    void anOpenDoorWithoutCommandsIsTheOwnersToHave() throws Exception {
        String settings = "insecure-open-channels: true\nsandbox:\n  enabled: false\n";
        try (ModelServer model = ModelServer.start(0, OpenDoorTest::answer);
                SignalHouse signal = SignalHouse.up(folder, model, settings)) {
            signal.house().awaitState("CLOSED");
            assertThat(check(signal).text("result")).isEqualTo("clear");
        }
    }

    @Test
    void aCrowdOfStrangersIsToldToTheOwnerAndBlocksNothing() throws Exception {
        try (ModelServer model = ModelServer.start(0, OpenDoorTest::answer);
                SignalHouse signal = SignalHouse.up(folder, model, "")) {
            signal.house().awaitState("CLOSED");
            for (int i = 1; i <= 14; i++) {
                signal.writes(new UUID(i, 0x8000_0000_0000_0000L).toString(), i, "let me in");
            }
            Await.until("the finding", SOON, () -> check(signal).text("result").equals("found"));
            JsonObject finding = check(signal).list("findings").objects().getFirst();
            assertThat(finding.text("action")).isEqualTo("warn");
            assertThat(finding.text("evidence")).startsWith("3 wait, and 1");
            assertThat(signal.house().breaker().text("state")).isEqualTo("CLOSED");
            assertThat(signal.world().sent()).as("codes").hasSize(3);
        }
    }
}
