package moltbot.gateway.model.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.ObjectMappers;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;
import moltbot.contract.model.ToolSpec;
import moltbot.gateway.model.remote.OneQuestion;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.OpenAiWire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The official SDK as the judge of our wire format.
class OpenAiOracleTest {
    private static final JsonObject INPUT =
            JsonObject.with("path", "grüße 🦞.txt").with("lines", 3).build();
    private static final Answer ANSWER = new Answer(
            List.of("Grüße, ", "Welt 🦞"),
            List.of(new Answer.Call("c1", "read_file", INPUT), new Answer.Call("c2", "list_files", JsonObject.EMPTY)),
            "");

    @TempDir
    Path folder;

    @Test
    void itsTypesReadOurQuestion() throws Exception {
        JsonObject schema = JsonObject.parse("{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"}}}");
        ModelRequest request = new ModelRequest(
                "Be kind.",
                List.of(
                        ModelMessage.user("Read it"),
                        new ModelMessage(
                                ModelMessage.Role.ASSISTANT, List.of(new Content.ToolUse("c1", "read_file", INPUT))),
                        new ModelMessage(ModelMessage.Role.USER, List.of(new Content.ToolResult("c1", "gone", true)))),
                List.of(new ToolSpec("read_file", "Reads.", schema)),
                100);
        String json = new OpenAiDialect(URI.create("https://api.openai.com/v1"), "", 4096)
                .question(request)
                .toString();

        ChatCompletionCreateParams.Body body = ObjectMappers.jsonMapper()
                .readValue(json, ChatCompletionCreateParams.Body.class)
                .validate();
        assertThat(body.model().asString()).isEqualTo("gpt-5.4");
        assertThat(body.messages()).hasSize(4);
        assertThat(body.messages().get(3).asTool().toolCallId()).isEqualTo("c1");
        assertThat(body.tools().orElseThrow().getFirst().asFunction().function().name())
                .isEqualTo("read_file");
        assertThat(body.streamOptions().orElseThrow().includeUsage()).contains(true);
    }

    @Test
    void itReadsTheSameAnswerFromTheSameBytes() throws Exception {
        ChatCompletionMessage judged;
        List<ModelEvent> events;
        try (ModelServer server = ModelServer.start(0, asked -> OpenAiWire.reply(ANSWER))) {
            OpenAIClient client = OpenAIOkHttpClient.builder()
                    .apiKey("k")
                    .baseUrl(server.url().toString())
                    .build();
            ChatCompletionCreateParams question = ChatCompletionCreateParams.builder()
                    .model("gpt-test")
                    .addUserMessage("Hi")
                    .build();
            ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
            try (StreamResponse<ChatCompletionChunk> stream =
                    client.chat().completions().createStreaming(question)) {
                stream.stream().forEach(whole::accumulate);
            }
            judged = whole.chatCompletion().choices().getFirst().message();
            client.close();
            events = OneQuestion.to(server, folder, base -> new OpenAiDialect(base, "", 10));
        }
        List<String> theirs = new ArrayList<>();
        theirs.add(judged.content().orElseThrow());
        judged.toolCalls()
                .orElseThrow()
                .forEach(call -> theirs.add(call.asFunction().id()
                        + call.asFunction().function().name()
                        + JsonObject.parse(call.asFunction().function().arguments())));

        assertThat(ours(events)).isEqualTo(theirs).hasSize(3);
    }

    private static List<String> ours(List<ModelEvent> events) {
        StringBuilder text = new StringBuilder();
        List<String> parts = new ArrayList<>();
        for (ModelEvent event : events) {
            switch (event) {
                case ModelEvent.TextDelta(String piece) -> text.append(piece);
                case ModelEvent.ToolCall(String id, String name, JsonObject input) -> parts.add(id + name + input);
                case ModelEvent.Opaque opaque -> throw new AssertionError(opaque);
                case ModelEvent.Finished finished -> assertThat(finished.stop()).isEqualTo("tools");
            }
        }
        parts.addFirst(text.toString());
        return parts;
    }
}
