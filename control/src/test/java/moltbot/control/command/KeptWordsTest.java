package moltbot.control.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.control.ControlProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the owner is shown of what is remembered and planned by a command, and changes there. Over real links to
/// the real process.
class KeptWordsTest {
    @TempDir
    Path root;

    private ControlProcess control;
    private LinkClient host;
    private int messages;

    @BeforeEach
    void start() throws Exception {
        control = new ControlProcess(root);
        host = control.as("host");
    }

    @AfterEach
    void stop() {
        control.close();
    }

    private String says(String text) {
        JsonObject head =
                JsonObject.with("session", "main").with("id", "m" + messages++).build();
        try (LinkCall call = host.open("chat.submit", head)) {
            call.sendAll(text.getBytes(StandardCharsets.UTF_8));
            return call.reply().textOr("said", "");
        }
    }

    private static JsonObject schedule(long id, String state, String text) {
        return JsonObject.with("id", id)
                .with("state", state)
                .with("when", "every day at 8:00")
                .with("text", text)
                .build();
    }

    @Test
    void plansAreShownAndChanged() throws Exception {
        assertThat(says("/schedule")).isEqualTo("Nothing is planned.");
        control.house().runtime().schedules.add(schedule(3, "active", "water the\nflowers"));
        control.house().runtime().schedules.add(schedule(4, "paused", "x".repeat(500)));
        assertThat(says("/schedule").lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).isEqualTo("3. active, every day at 8:00: water the flowers"))
                .anySatisfy(line -> assertThat(line).startsWith("4. paused, ").hasSizeLessThan(150));

        says("/schedule pause 3");
        says("/schedule resume 3");
        assertThat(says("/schedule delete 4")).isEqualTo("Deleted.");
        assertThat(control.house().runtime().asked)
                .extracting(one -> one.text("operation") + " " + one.number("id"))
                .containsExactly("schedule.pause 3", "schedule.resume 3", "schedule.delete 4");
        for (String wrong : new String[] {"/schedule delete", "/schedule delete all", "/schedule begin 3"}) {
            assertThat(says(wrong)).endsWith("Nothing was changed.");
        }
        assertThat(control.house().runtime().asked).hasSize(3);
        assertThat(Files.readString(control.data().resolve("audit/audit.jsonl")))
                .contains("schedule.deleted", "\"by\":\"host\"");
    }

    @Test
    void whatIsRememberedIsShownInPartAndForgotten() {
        for (int i = 1; i <= 12; i++) {
            control.house()
                    .runtime()
                    .memories
                    .add(JsonObject.with("id", i)
                            .with("text", "fact " + i)
                            .with("waiting", i == 2)
                            .build());
        }
        String shown = says("/memory");
        assertThat(shown.lines()).hasSize(11).contains("1. fact 1", "2. fact 2 (waits for you)");
        assertThat(shown).endsWith("and 2 more, which the panel or ./moltbot shows.");

        assertThat(says("/memory forget 7")).isEqualTo("Forgotten.");
        assertThat(says("/memory forget everything")).endsWith("Nothing was changed.");
        assertThat(control.house().runtime().asked)
                .extracting(one -> one.text("operation") + " " + one.number("id"))
                .containsExactly("memory.forget 7");
    }
}
