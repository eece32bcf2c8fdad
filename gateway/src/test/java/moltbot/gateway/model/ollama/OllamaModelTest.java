package moltbot.gateway.model.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;
import moltbot.gateway.model.remote.Dialect;
import moltbot.gateway.model.remote.RemoteModelContract;
import moltbot.gateway.model.remote.Thinking;
import moltbot.gateway.model.remote.Tuning;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.OllamaWire;
import moltbot.gateway.testmodel.Reply;
import org.junit.jupiter.api.Test;

class OllamaModelTest extends RemoteModelContract {
    private Thinking thinking = Thinking.AUTO;

    @Override
    protected Dialect dialect(URI base) {
        return new OllamaDialect(base, new Tuning("", 4096, thinking));
    }

    @Override
    protected Reply wire(Answer answer) {
        return OllamaWire.reply(answer);
    }

    @Override
    protected String errorInStream(String message) {
        return "{\"error\":\"" + message + "\"}\n";
    }

    @Test
    void givesToolsTheirInputAsAnObjectAndTheirResultByName() throws Exception {
        answers(asked -> OllamaWire.reply(Answer.text("Hi")));
        ask(new ModelRequest(
                "",
                List.of(
                        ModelMessage.user("Read it"),
                        new ModelMessage(
                                ModelMessage.Role.ASSISTANT, List.of(new Content.ToolUse("c1", "read_file", INPUT))),
                        new ModelMessage(
                                ModelMessage.Role.USER, List.of(new Content.ToolResult("c1", "content", false)))),
                List.of(tool()),
                100));
        List<JsonObject> messages = asked().json().list("messages").objects();

        assertThat(messages.get(1)
                        .list("tool_calls")
                        .objects()
                        .getFirst()
                        .object("function")
                        .object("arguments"))
                .isEqualTo(INPUT);
        assertThat(messages.get(2).text("tool_name")).isEqualTo("read_file");
    }

    @Test
    void showsImagesAndTellsOfDocuments() throws Exception {
        answers(asked -> OllamaWire.reply(Answer.text("Hi")));
        ask(looking());

        assertThat(asked().json().list("messages").toString()).isEqualTo("""
                [{"role":"user","content":"Look\\n[A document that is not shown here.]"},\
                {"role":"assistant","content":"","tool_calls":[{"function":{"name":"read_file","arguments":{}}}]},\
                {"role":"tool","tool_name":"read_file","content":"seen"},\
                {"role":"user","content":"[An image that is not shown here.]","images":["R0lGODlh"]}]""");
    }

    @Test
    void keepsWhatTheModelThoughtAndSendsItBack() throws Exception {
        String body =
                new String(OllamaWire.bytes(Answer.call("Wait", "c1", "read_file", INPUT)), StandardCharsets.UTF_8);
        String thought = body.replaceFirst("\"content\":\"Wait\"", "\"content\":\"Wait\",\"thinking\":\"hm\"");
        answers(asked -> Reply.stream("application/x-ndjson", thought.getBytes(StandardCharsets.UTF_8)));
        JsonObject raw = JsonObject.with("thinking", "hm").build();
        assertThat(ask(hello())).contains(new ModelEvent.Opaque("ollama", raw));
        asked();

        ask(new ModelRequest(
                "",
                List.of(
                        ModelMessage.user("a"),
                        new ModelMessage(
                                ModelMessage.Role.ASSISTANT,
                                List.of(
                                        new Content.Opaque("ollama", raw),
                                        new Content.ToolUse("c1", "read_file", INPUT))),
                        new ModelMessage(ModelMessage.Role.USER, List.of(new Content.ToolResult("c1", "b", false)))),
                List.of(tool()),
                100));
        assertThat(asked().json().list("messages").objects().get(1).text("thinking"))
                .isEqualTo("hm");
    }

    @Test
    void asksAModelThatCannotThinkWithoutIt() throws Exception {
        thinking = Thinking.parse("high");
        answers(asked -> asked.json().has("think")
                ? Reply.failure(400, "{\"error\":\"\\\"llama3.2\\\" does not support thinking\"}")
                : OllamaWire.reply(Answer.text("Hi")));

        assertThat(text(ask(hello()))).isEqualTo("Hi");
        assertThat(asked().json().flag("think")).isTrue();
        assertThat(asked().json().has("think")).isFalse();
    }
}
