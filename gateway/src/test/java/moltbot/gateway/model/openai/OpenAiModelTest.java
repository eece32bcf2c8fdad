package moltbot.gateway.model.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;
import moltbot.contract.model.Usage;
import moltbot.gateway.model.remote.Dialect;
import moltbot.gateway.model.remote.RemoteModelContract;
import moltbot.gateway.model.remote.Tuning;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.OpenAiWire;
import moltbot.gateway.testmodel.Reply;
import org.junit.jupiter.api.Test;

class OpenAiModelTest extends RemoteModelContract {
    @Override
    protected Dialect dialect(URI base) {
        return new OpenAiDialect(URI.create(base + "/v1/"), Tuning.of("", 4096));
    }

    @Override
    protected Reply wire(Answer answer) {
        return OpenAiWire.reply(answer);
    }

    @Override
    protected String errorInStream(String message) {
        return "data: {\"error\":{\"type\":\"server_error\",\"message\":\"" + message + "\"}}\n\n";
    }

    @Override
    protected int completeFrom(String body) {
        return body.indexOf("\n\n", body.indexOf("\"stop\"")) + 2;
    }

    @Test
    void acceptsAnAnswerWithoutUsageAndDone() throws Exception {
        String body = new String(OpenAiWire.bytes(Answer.text("Hi")), StandardCharsets.UTF_8);
        String terse = body.substring(0, body.indexOf("data: {", body.indexOf("\"stop\"")));
        answers(asked -> Reply.stream("text/event-stream", terse.getBytes(StandardCharsets.UTF_8)));

        assertThat(ask(hello()))
                .containsExactly(
                        new ModelEvent.TextDelta("Hi"),
                        new ModelEvent.Finished("end", "openai", "gpt-test", Usage.NONE));
    }

    @Test
    void asksAgainWithoutReasoningWhereToolsNeedIt() throws Exception {
        answers(asked -> asked.json().has("reasoning_effort")
                ? OpenAiWire.reply(Answer.text("Hi"))
                : Reply.failure(400, "{\"error\":{\"message\":\"Function tools …\",\"param\":\"reasoning_effort\"}}"));

        assertThat(text(ask(hello()))).isEqualTo("Hi");
        asked();
        assertThat(asked().json().text("reasoning_effort")).isEqualTo("none");
    }

    @Test
    void tellsTheConversationInOrder() throws Exception {
        answers(asked -> OpenAiWire.reply(Answer.text("Hi")));
        ask(new ModelRequest(
                "Be kind.",
                List.of(
                        ModelMessage.user("Read it"),
                        new ModelMessage(
                                ModelMessage.Role.ASSISTANT,
                                List.of(new Content.Text("Yes"), new Content.ToolUse("c1", "read_file", INPUT))),
                        new ModelMessage(
                                ModelMessage.Role.USER,
                                List.of(new Content.ToolResult("c1", "gone", true), new Content.Text("Well?")))),
                List.of(tool()),
                100));
        Asked sent = asked();

        assertThat(sent.path()).isEqualTo("/v1/chat/completions");
        assertThat(sent.header("authorization")).isEqualTo("Bearer " + KEY);
        assertThat(sent.json().list("messages").toString()).isEqualTo("""
                [{"role":"system","content":"Be kind."},{"role":"user","content":"Read it"},\
                {"role":"assistant","content":"Yes","tool_calls":[{"id":"c1","type":"function","function":\
                {"name":"read_file","arguments":"{\\"path\\":\\"grüße 🦞.txt\\",\\"lines\\":3}"}}]},\
                {"role":"tool","tool_call_id":"c1","content":"Failed: gone"},{"role":"user","content":"Well?"}]""");
    }

    @Test
    void namesTheTokenLimitAsTheServerKnowsIt() {
        JsonObject own =
                new OpenAiDialect(URI.create("https://api.openai.com/v1"), Tuning.of("", 50)).question(hello());
        JsonObject other =
                new OpenAiDialect(URI.create("http://127.0.0.1:8000/v1"), Tuning.of("", 50)).question(hello());

        assertThat(own.number("max_completion_tokens")).isEqualTo(50);
        assertThat(other.number("max_tokens")).isEqualTo(50);
    }

    @Test
    void showsImagesAfterTheResultsOfTools() throws Exception {
        answers(asked -> OpenAiWire.reply(Answer.text("Hi")));
        ask(looking());

        assertThat(asked().json().list("messages").toString()).isEqualTo("""
                [{"role":"user","content":[{"type":"text","text":"Look"},{"type":"file","file":\
                {"filename":"document.pdf","file_data":"data:application/pdf;base64,JVBERi0="}}]},\
                {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":\
                {"name":"read_file","arguments":"{}"}}]},\
                {"role":"tool","tool_call_id":"c1","content":"seen"},\
                {"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/gif;base64,R0lGODlh"}},\
                {"type":"text","text":"[An image that is not shown here.]"}]}]""");
    }

    /// Servers other than OpenAI's own want back what their model thought before it called a tool.
    @Test
    void keepsWhatAModelThoughtForItsCallsOnly() throws Exception {
        String body =
                new String(OpenAiWire.bytes(Answer.call("Wait", "c1", "read_file", INPUT)), StandardCharsets.UTF_8);
        String thought = body.replaceFirst("\"content\":\"\"", "\"content\":\"\",\"reasoning_content\":\"hm\"");
        answers(asked -> Reply.stream("text/event-stream", thought.getBytes(StandardCharsets.UTF_8)));
        JsonObject raw = JsonObject.with("reasoning_content", "hm").build();
        assertThat(ask(hello())).contains(new ModelEvent.Opaque("openai", raw));
        asked();

        Content.Opaque opaque = new Content.Opaque("openai", raw);
        ask(new ModelRequest(
                "",
                List.of(
                        ModelMessage.user("a"),
                        new ModelMessage(ModelMessage.Role.ASSISTANT, List.of(opaque, new Content.Text("b"))),
                        ModelMessage.user("c"),
                        new ModelMessage(
                                ModelMessage.Role.ASSISTANT,
                                List.of(opaque, new Content.ToolUse("c1", "read_file", INPUT))),
                        new ModelMessage(ModelMessage.Role.USER, List.of(new Content.ToolResult("c1", "d", false)))),
                List.of(tool()),
                100));
        List<JsonObject> sent = asked().json().list("messages").objects();
        assertThat(sent.get(1).has("reasoning_content")).isFalse();
        assertThat(sent.get(3).text("reasoning_content")).isEqualTo("hm");
    }

    @Test
    void tellsWhatWasReadFromTheCache() throws Exception {
        String body = new String(OpenAiWire.bytes(Answer.text("Hi")), StandardCharsets.UTF_8)
                .replace(
                        "\"prompt_tokens\":17",
                        "\"prompt_tokens\":17,\"prompt_tokens_details\":{\"cached_tokens\":16}");
        answers(asked -> Reply.stream("text/event-stream", body.getBytes(StandardCharsets.UTF_8)));

        assertThat(((ModelEvent.Finished) ask(hello()).getLast()).usage()).isEqualTo(new Usage(1, 16, 0, 2));
    }
}
