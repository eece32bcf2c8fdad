package moltbot.systemtest.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.contract.channel.Errand;
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

/// In a whole house: the owner has somebody else written to, who gets it once, and whose answer stays theirs.
@EnabledOnOs(OS.LINUX)
class SendMessageHouseTest {
    private static final String ANNA = "11111111-1111-4111-8111-111111111111";
    private static final String OWNER = "33333333-3333-4333-8333-333333333333";
    private static final Pattern CODE = Pattern.compile("/approve ([A-Z2-9]{8}) ");
    private static final Pattern ID = Pattern.compile("(signal\\.[0-9a-f]{8}) 'Anna'");

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();

    /// Looks up whom it may write to, writes, and says what came of it.
    private Reply answer(Asked question) {
        String body = new String(question.body(), StandardCharsets.UTF_8);
        String last = question.json().list("messages").objects().getLast().toString();
        asked.add(body);
        Matcher id = ID.matcher(last);
        if (id.find()) {
            JsonObject input = JsonObject.with("to", id.group(1))
                    .with("text", "I come at six.\nBring cake.")
                    .build();
            return AnthropicWire.reply(Answer.call("", "toolu_send" + asked.size(), "send_message", input));
        }
        if (last.contains("Message #")) {
            return AnthropicWire.reply(Answer.text("Told her. " + (last.contains("was sent") ? "It is sent." : last)));
        }
        return AnthropicWire.reply(
                last.contains("tell Anna")
                        ? Answer.call("", "toolu_list" + asked.size(), "send_message", JsonObject.EMPTY)
                        : Answer.text("Heard."));
    }

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

    private static long letters(SignalHouse signal) {
        return signal.world().sentTo(ANNA).stream()
                .filter(text -> text.equals(Errand.FROM + "I come at six.\nBring cake."))
                .count();
    }

    @Test
    void writesToSomebodyWithTheOwnersYesOnceAndTheirAnswerStaysTheirs() throws Exception {
        try (ModelServer model = ModelServer.start(0, this::answer);
                SignalHouse signal = SignalHouse.up(folder, model, "")) {
            signal.letIn(OWNER, true);
            signal.letIn(ANNA, false);
            signal.house().awaitState("CLOSED");
            signal.writes(OWNER, 10, "please tell Anna when");
            String question = got(signal, OWNER, "/approve ");
            assertThat(question).contains("message.send", "I come at six.\\nBring cake.", "Anna");
            assertThat(letters(signal)).isZero();
            Matcher code = CODE.matcher(question);
            assertThat(code.find()).isTrue();
            signal.writes(OWNER, 11, "/approve " + code.group(1));
            got(signal, OWNER, "It is sent.");
            assertThat(letters(signal)).isEqualTo(1);

            signal.writes(ANNA, 20, "gladly, the blue horse");
            got(signal, ANNA, "Heard.");
            assertThat(asked.getLast()).contains("the blue horse").doesNotContain("tell Anna");
            signal.writes(OWNER, 21, "and now?");
            got(signal, OWNER, "Heard.");
            assertThat(asked.getLast()).doesNotContain("the blue horse");

            // Somebody else's conversation writes to nobody, and learns of nobody.
            signal.writes(ANNA, 30, "tell Anna something");
            Await.until(
                    "the answer",
                    SignalHouse.PATIENCE,
                    () -> signal.world().sentTo(ANNA).stream()
                                    .filter("Heard."::equals)
                                    .count()
                            > 1);
            assertThat(asked.getLast()).contains("Not allowed by the policy").doesNotContain("'Anna'");

            always(signal);
        }
    }

    /// In the panel, for good: for this recipient.
    private static void always(SignalHouse signal) throws Exception {
        try (Browser browser = new Browser()) {
            browser.claim(signal.house(), "correct horse battery");
            Page page = browser.page();
            browser.say("tell Anna once more");
            page.getByText("Approve once").waitFor();
            browser.seen("'Anna', in Signal");
            browser.picture("message-to-anna");
            page.getByText("Always…").click();
            page.getByText("Always allow this").click();
            Await.until("the second message", SignalHouse.PATIENCE, () -> letters(signal) == 2);
            browser.say("tell Anna a third time");
            Await.until("the third message", SignalHouse.PATIENCE, () -> letters(signal) == 3);
            assertThat(signal.house()
                            .run("policy", "explain", "--effect", "message.send")
                            .out())
                    .contains("contact", "each", "behalf", "deny");
        }
    }
}
