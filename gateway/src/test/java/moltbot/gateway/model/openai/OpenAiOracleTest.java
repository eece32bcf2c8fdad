package moltbot.gateway.model.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.ObjectMappers;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ReasoningEffort;
import com.openai.models.chat.completions.ChatCompletionAssistantMessageParam;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
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
import moltbot.gateway.testmodel.Asked;
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
    void itSendsWhatWeSend() throws Exception {
        try (ModelServer server = ModelServer.start(0, asked -> OpenAiWire.reply(ANSWER))) {
            OneQuestion.to(
                    server,
                    folder,
                    base -> new OpenAiDialect(base, new Tuning("gpt-5.4", 4096, Thinking.parse("low"))),
                    LongTalk.request());
            Asked ours = server.next();
            OpenAIClient client = OpenAIOkHttpClient.builder()
                    .apiKey("k")
                    .baseUrl(server.url().toString())
                    .build();
            try (StreamResponse<ChatCompletionChunk> stream =
                    client.chat().completions().createStreaming(theirQuestion())) {
                stream.stream().forEach(chunk -> {});
            }
            client.close();
            Asked theirs = server.next();

            // What others than OpenAI's own models thought is no field of the SDK's.
            assertThat(JsonObject.parse(
                            ours.json().toString().replace(",\"reasoning_content\":\"other-thoughts\"", "")))
                    .isEqualTo(theirs.json());
            assertThat(ours.path()).isEqualTo(theirs.path());
            for (String header : List.of("authorization", "content-type")) {
                assertThat(ours.header(header)).isEqualTo(theirs.header(header));
            }
            ObjectMappers.jsonMapper()
                    .readValue(ours.body(), ChatCompletionCreateParams.Body.class)
                    .validate();
        }
    }

    @SuppressWarnings("deprecation") // The name that servers other than OpenAI's own know.
    private static ChatCompletionCreateParams theirQuestion() {
        ChatCompletionMessageFunctionToolCall.Function function =
                ChatCompletionMessageFunctionToolCall.Function.builder()
                        .name("read_file")
                        .arguments(LongTalk.INPUT.toString())
                        .build();
        return ChatCompletionCreateParams.builder()
                .model("gpt-5.4")
                .maxTokens(100)
                .reasoningEffort(ReasoningEffort.LOW)
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .addTool(theirTool())
                .addSystemMessage("Be kind.")
                .addUserMessageOfArrayOfContentParts(List.of(
                        text("Read it"),
                        ChatCompletionContentPart.ofFile(ChatCompletionContentPart.File.builder()
                                .file(ChatCompletionContentPart.File.FileObject.builder()
                                        .filename("document.pdf")
                                        .fileData("data:application/pdf;base64," + LongTalk.PDF)
                                        .build())
                                .build())))
                .addMessage(ChatCompletionAssistantMessageParam.builder()
                        .content("Yes")
                        .addToolCall(ChatCompletionMessageFunctionToolCall.builder()
                                .id("toolu_1")
                                .function(function)
                                .build())
                        .addToolCall(ChatCompletionMessageFunctionToolCall.builder()
                                .id("toolu_2")
                                .function(function)
                                .build())
                        .build())
                .addMessage(ChatCompletionToolMessageParam.builder()
                        .toolCallId("toolu_1")
                        .content("Failed: gone")
                        .build())
                .addMessage(ChatCompletionToolMessageParam.builder()
                        .toolCallId("toolu_2")
                        .content("seen")
                        .build())
                .addUserMessageOfArrayOfContentParts(List.of(
                        text("Well?"),
                        ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                                .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder()
                                        .url("data:image/gif;base64," + LongTalk.GIF)
                                        .build())
                                .build())))
                .build();
    }

    private static ChatCompletionFunctionTool theirTool() {
        return ChatCompletionFunctionTool.builder()
                .function(FunctionDefinition.builder()
                        .name("read_file")
                        .description("Reads.")
                        .parameters(FunctionParameters.builder()
                                .putAdditionalProperty("type", com.openai.core.JsonValue.from("object"))
                                .putAdditionalProperty(
                                        "properties",
                                        com.openai.core.JsonValue.from(Map.of("path", Map.of("type", "string"))))
                                .build())
                        .build())
                .build();
    }

    private static ChatCompletionContentPart text(String text) {
        return ChatCompletionContentPart.ofText(
                ChatCompletionContentPartText.builder().text(text).build());
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
            events = OneQuestion.to(server, folder, base -> new OpenAiDialect(base, Tuning.of("", 10)));
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
                case ModelEvent.Restarted restarted -> throw new AssertionError(restarted);
                case ModelEvent.Finished finished -> assertThat(finished.stop()).isEqualTo("tools");
            }
        }
        parts.addFirst(text.toString());
        return parts;
    }
}
