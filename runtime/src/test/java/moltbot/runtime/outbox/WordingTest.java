package moltbot.runtime.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.Test;

/// What is said in a messenger, and to whom.
class WordingTest {
    private static String of(ChatFact fact, boolean owner) {
        return Wording.of(fact, owner).map(Letter.Body::text).orElse("");
    }

    @Test
    void tellsReasonsToTheOwnerAlone() {
        String why = "The breaker tripped: port 8080 of 10.0.0.7 answered a stranger.";
        for (String code :
                List.of("tools-off", "blocked", "no-sandbox", "model-unauthorized", "budget-day", "internal", "new")) {
            ChatFact notice = new ChatFact.Notice(code, why);
            assertThat(of(notice, true)).isEqualTo(why);
            assertThat(of(notice, false)).doesNotContain("breaker", "8080", "10.0.0.7");
        }
        ChatFact question = new ChatFact.ApprovalAsked("call", "approval-1", why, JsonObject.EMPTY);
        assertThat(of(question, true)).contains(why, "./moltbot approve approval-1");
        assertThat(of(question, false)).doesNotContain("8080", "approval-1").isNotEmpty();
    }

    @Test
    void saysPlainlyThatToolsAreOff() {
        assertThat(of(new ChatFact.Notice("tools-off", "…"), false)).contains("tools are off");
        assertThat(of(new ChatFact.Notice("blocked", "…"), false)).contains("tools are off", "panel is blocked");
    }

    @Test
    void saysWhatTheAssistantSaysAndNotWhatItDoes() {
        assertThat(of(new ChatFact.AssistantText("Hello.", "p", "m"), false)).isEqualTo("Hello.");
        assertThat(of(new ChatFact.AssistantText(" ", "p", "m"), true)).isEmpty();
        assertThat(of(new ChatFact.ToolFinished("c", "ok", "secret output", JsonObject.EMPTY), true))
                .isEmpty();
        assertThat(of(new ChatFact.UserMessage("i", "signal", "my words"), true))
                .isEmpty();
        assertThat(of(new ChatFact.TurnFinished("done"), true)).isEmpty();
    }

    /// What the house quotes could hide itself by its marks.
    @Test
    void readsOnlyWhatAModelSaysAsMarkdown() {
        assertThat(Wording.of(new ChatFact.AssistantText("**hi**", "p", "m"), true))
                .contains(Letter.Body.markdown("**hi**"));
        assertThat(Wording.of(new ChatFact.Notice("approval", "rm [x](y)"), true))
                .contains(Letter.Body.plain("rm [x](y)"));
        assertThat(Wording.of(new ChatFact.Notice("blocked", "x"), false))
                .hasValueSatisfying(body -> assertThat(body.markdown()).isFalse());
    }
}
