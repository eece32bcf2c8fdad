package moltbot.gateway.model.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.ObjectMappers;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.Base64PdfSource;
import com.anthropic.models.messages.CacheControlEphemeral;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.OutputConfig;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.TextBlockParam;
import com.anthropic.models.messages.ThinkingBlockParam;
import com.anthropic.models.messages.ThinkingConfigParam;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlockParam;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ModelEvent;
import moltbot.gateway.model.remote.LongTalk;
import moltbot.gateway.model.remote.OneQuestion;
import moltbot.gateway.model.remote.Thinking;
import moltbot.gateway.model.remote.Tuning;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void itSendsWhatWeSend() throws Exception {
        try (ModelServer server = ModelServer.start(0, asked -> AnthropicWire.reply(ANSWER))) {
            OneQuestion.to(server, folder, base -> new AnthropicDialect(base, Tuning.of("", 4096)), LongTalk.request());
            Asked ours = server.next();
            AnthropicClient client = AnthropicOkHttpClient.builder()
                    .apiKey("k")
                    .baseUrl(server.url().toString())
                    .build();
            try (StreamResponse<RawMessageStreamEvent> stream =
                    client.messages().createStreaming(theirQuestion())) {
                stream.stream().forEach(event -> {});
            }
            client.close();
            Asked theirs = server.next();

            assertThat(ours.json()).isEqualTo(theirs.json());
            assertThat(ours.path()).isEqualTo(theirs.path());
            // The SDK names a later version of the API, which takes the same question, and sends the key as a bearer's.
            for (String header : List.of("accept", "content-type")) {
                assertThat(ours.header(header)).isEqualTo(theirs.header(header));
            }
            ObjectMappers.jsonMapper()
                    .readValue(ours.body(), MessageCreateParams.Body.class)
                    .validate();
        }
    }

    private static MessageCreateParams theirQuestion() {
        CacheControlEphemeral cached = CacheControlEphemeral.builder().build();
        ToolUseBlockParam.Builder call = ToolUseBlockParam.builder()
                .name("read_file")
                .input(ToolUseBlockParam.Input.builder()
                        .putAdditionalProperty("path", com.anthropic.core.JsonValue.from("grüße 🦞.txt"))
                        .putAdditionalProperty("lines", com.anthropic.core.JsonValue.from(3))
                        .build());
        return MessageCreateParams.builder()
                .model("claude-sonnet-5-5")
                .maxTokens(100)
                .cacheControl(cached)
                .outputConfig(OutputConfig.builder()
                        .effort(OutputConfig.Effort.MEDIUM)
                        .build())
                .systemOfTextBlockParams(List.of(TextBlockParam.builder()
                        .text("Be kind.")
                        .cacheControl(cached)
                        .build()))
                .addTool(Tool.builder()
                        .name("read_file")
                        .description("Reads.")
                        .inputSchema(Tool.InputSchema.builder()
                                .properties(Tool.InputSchema.Properties.builder()
                                        .putAdditionalProperty(
                                                "path", com.anthropic.core.JsonValue.from(Map.of("type", "string")))
                                        .build())
                                .build())
                        .build())
                .addUserMessageOfContentBlockParams(List.of(
                        ContentBlockParam.ofText("Read it"),
                        ContentBlockParam.ofDocument(
                                Base64PdfSource.builder().data(LongTalk.PDF).build())))
                .addAssistantMessageOfContentBlockParams(List.of(
                        ContentBlockParam.ofThinking(ThinkingBlockParam.builder()
                                .thinking("so")
                                .signature("c2ln")
                                .build()),
                        ContentBlockParam.ofText("Yes"),
                        ContentBlockParam.ofToolUse(call.id("toolu_1").build()),
                        ContentBlockParam.ofToolUse(call.id("toolu_2").build())))
                .addUserMessageOfContentBlockParams(List.of(
                        ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                                .toolUseId("toolu_1")
                                .content("gone")
                                .isError(true)
                                .build()),
                        ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                                .toolUseId("toolu_2")
                                .contentOfBlocks(List.of(
                                        ToolResultBlockParam.Content.Block.ofText("seen"),
                                        ToolResultBlockParam.Content.Block.ofImage(Base64ImageSource.builder()
                                                .mediaType(Base64ImageSource.MediaType.IMAGE_GIF)
                                                .data(LongTalk.GIF)
                                                .build())))
                                .isError(false)
                                .build()),
                        ContentBlockParam.ofText("Well?")))
                .build();
    }

    @ParameterizedTest
    @CsvSource({"off,between_tools", "4000,enabled", "high,"})
    void itsTypesReadHowMuchToThink(String setting, String type) throws Exception {
        Tuning tuning = new Tuning("", 4096, Thinking.parse(setting));
        String json = new AnthropicDialect(URI.create("http://127.0.0.1"), tuning)
                .question(LongTalk.request())
                .toString();

        MessageCreateParams.Body body = ObjectMappers.jsonMapper()
                .readValue(json, MessageCreateParams.Body.class)
                .validate();
        assertThat(JsonObject.parse(json).objectOr("thinking", JsonObject.EMPTY).textOr("type", ""))
                .isEqualTo(type == null ? "" : type);
        assertThat(body.maxTokens())
                .isGreaterThan(body.thinking()
                        .filter(ThinkingConfigParam::isEnabled)
                        .map(thinking -> thinking.asEnabled().budgetTokens())
                        .orElse(0L));
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
            ours = ours(OneQuestion.to(server, folder, base -> new AnthropicDialect(base, Tuning.of("", 10))));
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
                case ModelEvent.Restarted restarted -> throw new AssertionError(restarted);
                case ModelEvent.Finished finished -> assertThat(finished.stop()).isEqualTo("tools");
            }
        }
        return parts;
    }
}
