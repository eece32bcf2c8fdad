package moltbot.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelMessage.Role;
import moltbot.contract.model.ModelRequest;
import moltbot.contract.model.ToolSpec;
import moltbot.runtime.context.LongTurn;
import moltbot.runtime.context.Past;
import moltbot.runtime.context.PastTurn;
import moltbot.runtime.context.Weight;
import org.junit.jupiter.api.Test;

/// What a model is shown.
class ConversationTest {
    private static final List<ToolSpec> TOOLS = List.of(new ToolSpec("t", "", JsonObject.EMPTY));

    private static Conversation begun(List<PastTurn> past, String text) {
        return new Conversation(
                "turn",
                1_000,
                Label.OWNERS,
                new Past(Optional.empty(), past),
                List.of(new Said(0, Origin.OWNER, ModelMessage.user(text))));
    }

    private static PastTurn past(String question, String answer) {
        return PastTurn.of(
                1,
                List.of(
                        ModelMessage.user(question),
                        new ModelMessage(Role.ASSISTANT, List.of(new Content.Text(answer)))));
    }

    @Test
    void cutsThePastWhereAPersonSpoke() {
        List<PastTurn> past = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            past.add(past("q" + i, "x".repeat(50_000)));
        }
        ModelRequest request = begun(past, "now").request("", TOOLS);

        assertThat(request.messages()).hasSize(15);
        assertThat(request.messages().getFirst()).isEqualTo(ModelMessage.user("q13"));
    }

    @Test
    void makesRoomInALongTurnByLeavingOutOldOutput() {
        Conversation conversation = begun(List.of(past("before", "y")), "now");
        for (int i = 0; i < 30; i++) {
            conversation.add(
                    Origin.MODEL, Role.ASSISTANT, List.of(new Content.ToolUse("c" + i, "t", JsonObject.EMPTY)));
            conversation.add(
                    Origin.TOOL, Role.USER, List.of(new Content.ToolResult("c" + i, "z".repeat(32_000), false)));
        }
        ModelRequest request = conversation.request("", TOOLS);

        assertThat(Weight.of(request.messages())).isLessThan(LongTurn.MAX_WEIGHT + 1_000);
        assertThat(((Content.ToolResult) request.messages().getLast().content().getFirst()).text())
                .hasSize(32_000);
        assertThat(conversation.answers()).isEqualTo(30);
    }

    @Test
    void knowsWhichCallsHaveNoResult() {
        Conversation conversation = begun(List.of(), "now");
        conversation.add(
                Origin.MODEL,
                Role.ASSISTANT,
                List.of(
                        new Content.ToolUse("a", "t", JsonObject.EMPTY),
                        new Content.ToolUse("b", "t", JsonObject.EMPTY),
                        // A model may not use an id twice; if it does, there is one call.
                        new Content.ToolUse("b", "t", JsonObject.EMPTY)));
        conversation.add(Origin.TOOL, Role.USER, List.of(new Content.ToolResult("a", "x", false)));

        assertThat(conversation.unanswered()).extracting(Conversation.Wish::id).containsExactly("turn-1-1");
    }
}
