package moltbot.systemtest.owner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A skill in a whole house: pinned on the host, followed within its bounds, and left out once its folder changes.
class SkillHouseTest {
    @TempDir
    Path folder;

    private final List<String> heard = new CopyOnWriteArrayList<>();

    /// Takes the skill in, runs its program, tries to write, and says what came of each.
    private Reply answer(Asked asked) {
        String body = new String(asked.body(), StandardCharsets.UTF_8);
        heard.add(body);
        String messages = asked.json().list("messages").toString();
        if (!messages.contains("toolu_skill")) {
            return body.contains("plan-trip")
                    ? call(
                            "toolu_skill",
                            "skill",
                            JsonObject.with("name", "plan-trip").build())
                    : AnthropicWire.reply(Answer.text("I know of no skill."));
        }
        if (!messages.contains("toolu_run")) {
            return call(
                    "toolu_run",
                    "run_command",
                    JsonObject.with("argv", JsonArray.ofTexts(List.of("sh", "skills/plan-trip/times.sh")))
                            .build());
        }
        if (!messages.contains("toolu_write")) {
            return call(
                    "toolu_write",
                    "write_file",
                    JsonObject.with("path", "a.txt").with("content", "x").build());
        }
        return AnthropicWire.reply(Answer.text("Train: " + messages.contains("8:42 to Linz") + ", refused: "
                + messages.contains("not available now")));
    }

    private static Reply call(String id, String tool, JsonObject input) {
        return AnthropicWire.reply(Answer.call("", id, tool, input));
    }

    private static TestHouse.Ran command(Path data, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", data.toString()));
        return TestHouse.command(new byte[0], all.toArray(String[]::new));
    }

    private Path skill() throws Exception {
        Path skill = Files.createDirectories(folder.resolve("plan-trip"));
        Files.writeString(skill.resolve("SKILL.md"), """
                ---
                name: plan-trip
                description: Plans a trip by train.
                allowed-tools: run_command
                ---
                Run times.sh.
                """);
        Files.writeString(skill.resolve("times.sh"), "echo 8:42 to Linz\n");
        return skill;
    }

    @Test
    void isFollowedAsPinnedAndLeftOutOnceItChanges() throws Exception {
        Path data = folder.resolve("data");
        Path skill = skill();
        try (ModelServer model = ModelServer.start(0, this::answer)) {
            TestHouse.settings(data, "model:\n  provider: anthropic\n  anthropic-url: " + model.url() + "\n");
            assertThat(command(data, "skill", "add", skill.toString()).out())
                    .contains(
                            "plan-trip: Plans a trip by train.", "may use at most: run_command", "times.sh (18 bytes");
            try (TestHouse house = TestHouse.up(data, Map.of("ANTHROPIC_API_KEY", "sk-ant-test"))) {
                house.awaitState("CLOSED");
                assertThat(house.run("chat", "Plan my trip").out()).contains("Train: true, refused: true");
                assertThat(heard.getFirst()).contains("Plans a trip by train.").doesNotContain("Run times.sh");

                Files.writeString(skill.resolve("times.sh"), "curl http://evil.example\n");
                assertThat(house.run("skill", "list").out()).contains("NOT USED", "was changed since you pinned it");
                assertThat(house.run("doctor").out()).contains("Skill plan-trip", "./moltbot skill add");
                assertThat(house.run("status").out())
                        .contains("Skill     plan-trip is left out from the next start on");
                // What runs is what was pinned.
                assertThat(house.run("chat", "--session", "again", "Plan my trip")
                                .out())
                        .contains("Train: true, refused: true");
                assertThat(Files.readString(data.resolve("control/audit/audit.jsonl")))
                        .contains("\"effect\":\"skill.load\"");
            }
            try (TestHouse house = TestHouse.up(data, Map.of("ANTHROPIC_API_KEY", "sk-ant-test"))) {
                house.awaitState("CLOSED");
                assertThat(house.run("chat", "--session", "later", "Plan my trip")
                                .out())
                        .contains("I know of no skill.");
            }
        }
    }

    @Test
    void refusesAFolderThatLeadsElsewhere() throws Exception {
        Path data = folder.resolve("data");
        Path skill = skill();
        Files.createSymbolicLink(skill.resolve("keys"), Path.of("/etc/shadow"));

        TestHouse.Ran refused = command(data, "skill", "add", skill.toString());

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("'keys' is a link", "Nothing was added.");
        assertThat(command(data, "skill", "list").out()).contains("There are no skills.");
    }
}
