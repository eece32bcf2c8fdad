package moltbot.systemtest.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.Browser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// In a whole house, through Signal: what runs is stopped, and what waits for a yes gets it, by its owner's words
/// there.
@EnabledOnOs(OS.LINUX)
class CommandsHouseTest {
    private static final String ANNA = "11111111-1111-4111-8111-111111111111";
    private static final String OWNER = "33333333-3333-4333-8333-333333333333";
    private static final Pattern CODE = Pattern.compile("/approve ([A-Z2-9]{8}) ");

    @TempDir
    Path folder;

    private volatile boolean sleeps;

    private Reply answer(Asked question) {
        JsonObject last = question.json().list("messages").objects().getLast();
        String said = last.toString();
        if (said.contains("tool_result")) {
            return AnthropicWire.reply(Answer.text(said.contains("came-of-a-yes") ? "It was done." : "It was not."));
        }
        List<String> argv = said.contains("build it") ? List.of("echo", "came-of-a-yes") : List.of("sleep", "50");
        sleeps = true;
        JsonObject.Builder input = JsonObject.with("argv", JsonArray.ofTexts(argv));
        if (said.contains("build it")) {
            input.with("timeout_seconds", 600);
        }
        return AnthropicWire.reply(Answer.call("", "toolu_" + argv.getFirst(), "run_command", input.build()));
    }

    /// The first text a person got that has this in it.
    private static String got(SignalHouse signal, String person, String words) {
        Await.until(
                words,
                SignalHouse.PATIENCE,
                () -> signal.world().sentTo(person).stream().anyMatch(text -> text.contains(words)));
        return signal.world().sentTo(person).stream()
                .filter(text -> text.contains(words))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatRunsIsStoppedAndWhatWaitsIsApprovedByTheOwnerThereAndByNobodyElse() throws Exception {
        try (ModelServer model = ModelServer.start(0, this::answer);
                SignalHouse signal = SignalHouse.up(folder, model, "")) {
            signal.letIn(OWNER, true);
            signal.letIn(ANNA, false);
            signal.house().awaitState("CLOSED");
            signal.writes(OWNER, 10, "sleep for a while");
            Await.until("the turn to run", SignalHouse.PATIENCE, () -> sleeps);
            signal.writes(OWNER, 11, "/stop");
            got(signal, OWNER, "Stopped.");
            signal.writes(OWNER, 12, "/status");
            assertThat(got(signal, OWNER, "Breaker: "))
                    .contains("all is well", "Answers under way: 0", "Messengers: signal connected");
            signal.writes(OWNER, 13, "/usage");
            got(signal, OWNER, "This month: ");

            signal.writes(OWNER, 14, "/new");
            got(signal, OWNER, "This is a new conversation.");
            signal.writes(OWNER, 20, "build it");
            Matcher code = CODE.matcher(got(signal, OWNER, "/approve "));
            assertThat(code.find()).isTrue();
            signal.writes(ANNA, 21, "/approve " + code.group(1));
            got(signal, ANNA, "Only my owner can do that");
            signal.writes(OWNER, 22, "/approve " + code.group(1));
            got(signal, OWNER, "Approved, this once.");
            got(signal, OWNER, "It was done.");
            signal.writes(OWNER, 23, "/approve " + code.group(1));
            got(signal, OWNER, "No question waits with that code");
            assertThat(signal.world().sentTo(ANNA)).hasSize(2);

            try (Browser browser = new Browser()) {
                browser.claim(signal.house(), "correct horse battery");
                browser.page().getByText("build it").first().click();
                browser.seen("(In Signal.)");
                browser.picture("approved-in-signal");
            }
        }
    }
}
