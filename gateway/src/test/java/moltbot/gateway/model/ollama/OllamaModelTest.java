package moltbot.gateway.model.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;
import moltbot.gateway.model.remote.Dialect;
import moltbot.gateway.model.remote.RemoteModelContract;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.OllamaWire;
import moltbot.gateway.testmodel.Reply;
import org.junit.jupiter.api.Test;

class OllamaModelTest extends RemoteModelContract {
    @Override
    protected Dialect dialect(URI base) {
        return new OllamaDialect(base, "", 4096);
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
}
