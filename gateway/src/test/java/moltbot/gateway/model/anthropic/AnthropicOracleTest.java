package moltbot.gateway.model.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.ObjectMappers;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
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
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.ModelServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The official SDK as the judge of our wire format.
class AnthropicOracleTest {
    @TempDir
    Path folder;

    private static final JsonObject INPUT =
            JsonObject.with("path", "grüße 🦞.txt").with("lines", 3).build();
    private static final Answer ANSWER = new Answer(
            List.of("Grüße, ", "Welt 🦞"),
            List.of(new Answer.Call("toolu_1", "read_file", INPUT)),
            "Ich denke 🦞 nach");

    @Test
    void itsTypesReadOurQuestion() throws Exception {
        JsonObject thinking = JsonObject.with("type", "thinking")
                .with("thinking", "so")
                .with("signature", "c2ln")
                .build();
        JsonObject schema = JsonObject.parse("{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"}}}");
        ModelRequest request = new ModelRequest(
                "Be kind.",
                List.of(
                        ModelMessage.user("Read it"),
                        new ModelMessage(
                                ModelMessage.Role.ASSISTANT,
                                List.of(
                                        new Content.Opaque("anthropic", thinking),
                                        new Content.Text("Yes"),
                                        new Content.ToolUse("toolu_1", "read_file", INPUT))),
                        new ModelMessage(
                                ModelMessage.Role.USER, List.of(new Content.ToolResult("toolu_1", "gone", true)))),
                List.of(new ToolSpec("read_file", "Reads.", schema)),
                100);
        String json = new AnthropicDialect(URI.create("http://127.0.0.1"), "", 4096)
                .question(request)
                .toString();

        MessageCreateParams.Body body = ObjectMappers.jsonMapper()
                .readValue(json, MessageCreateParams.Body.class)
                .validate();
        assertThat(body.model().asString()).isEqualTo("claude-sonnet-5-5");
        assertThat(body.messages()).hasSize(3);
        assertThat(body.messages()
                        .get(1)
                        .content()
                        .asContentBlockParams()
                        .getFirst()
                        .asThinking()
                        .signature())
                .isEqualTo("c2ln");
        assertThat(body.tools().orElseThrow().getFirst().asTool().name()).isEqualTo("read_file");
    }

    @Test
    void itReadsTheSameAnswerFromTheSameBytes() throws Exception {
        Message judged;
        List<String> ours;
        try (ModelServer server = ModelServer.start(0, asked -> AnthropicWire.reply(ANSWER))) {
            AnthropicClient client = AnthropicOkHttpClient.builder()
                    .apiKey("k")
                    .baseUrl(server.url().toString())
                    .build();
            MessageCreateParams question = MessageCreateParams.builder()
                    .model("claude-test")
                    .maxTokens(10)
                    .addUserMessage("Hi")
                    .build();
            MessageAccumulator whole = MessageAccumulator.create();
            try (StreamResponse<RawMessageStreamEvent> stream =
                    client.messages().createStreaming(question)) {
                stream.stream().forEach(whole::accumulate);
            }
            judged = whole.message();
            ours = ours(OneQuestion.to(server, folder, base -> new AnthropicDialect(base, "", 10)));
            client.close();
        }
        List<String> theirs = new ArrayList<>();
        for (ContentBlock block : judged.content()) {
            block.text().ifPresent(text -> theirs.add(text.text()));
            block.thinking().ifPresent(thoughts -> theirs.add(thoughts.thinking() + "|" + thoughts.signature()));
            block.toolUse().ifPresent(tool -> theirs.add(tool.id() + tool.name() + input(tool._input())));
        }

        assertThat(ours).isEqualTo(theirs).hasSize(3);
    }

    private static JsonObject input(com.anthropic.core.JsonValue value) {
        return JsonObject.parse(ObjectMappers.jsonMapper().valueToTree(value).toString());
    }

    /// The same three parts from our own reader.
    private static List<String> ours(List<ModelEvent> events) {
        StringBuilder text = new StringBuilder();
        List<String> parts = new ArrayList<>();
        for (ModelEvent event : events) {
            switch (event) {
                case ModelEvent.TextDelta(String piece) -> text.append(piece);
                case ModelEvent.Opaque(String provider, JsonObject raw) ->
                    parts.add(raw.text("thinking") + "|" + raw.text("signature"));
                case ModelEvent.ToolCall(String id, String name, JsonObject input) -> {
                    parts.add(text.toString());
                    parts.add(id + name + input);
                }
                case ModelEvent.Finished finished -> assertThat(finished.stop()).isEqualTo("tools");
            }
        }
        return parts;
    }
}
