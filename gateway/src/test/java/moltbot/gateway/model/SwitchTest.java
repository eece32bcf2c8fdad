package moltbot.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Attachment;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelMessage.Role;
import moltbot.contract.model.ModelRequest;
import moltbot.gateway.model.anthropic.AnthropicDialect;
import moltbot.gateway.model.ollama.OllamaDialect;
import moltbot.gateway.model.openai.OpenAiDialect;
import moltbot.gateway.model.remote.Dialect;
import moltbot.gateway.model.remote.LongTalk;
import moltbot.gateway.model.remote.OneQuestion;
import moltbot.gateway.model.remote.Tuning;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.OllamaWire;
import moltbot.gateway.testmodel.OpenAiWire;
import moltbot.gateway.testmodel.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One conversation, and a different provider for each answer.
class SwitchTest {
    private static final Attachment PICTURE = new Attachment("image/png", new byte[] {1, 2, 3});
    private static final Tuning TUNING = Tuning.of("", 1000);

    @TempDir
    Path folder;

    private final List<ModelMessage> talk = new ArrayList<>();

    private static Reply answer(Asked asked) {
        String name = asked.path().substring(1, 3);
        JsonObject input = JsonObject.with("asked-by", name).build();
        return switch (asked.path()) {
            case "/v1/messages" ->
                AnthropicWire.reply(
                        Answer.call("A", "toolu_a", "read_file", input).thinking("deep"));
            case "/chat/completions" ->
                OpenAiWire.reply(
                        Answer.call("B", "call_b.with:odd/letters-and-more-than-forty-of-them", "read_file", input));
            default -> OllamaWire.reply(Answer.call("C", "", "read_file", input));
        };
    }

    /// One answer of a tool's caller, and the tool's result.
    private JsonObject ask(ModelServer server, Function<URI, Dialect> dialect) throws Exception {
        ModelRequest request = new ModelRequest(
                        "Be kind.", talk, LongTalk.request().tools(), 100)
                .withMedia(Map.of(PICTURE.media().sha256(), "AQID"));
        List<Content> said = new ArrayList<>();
        List<Content> results = new ArrayList<>();
        for (ModelEvent event : OneQuestion.to(server, folder, dialect, request)) {
            switch (event) {
                case ModelEvent.TextDelta(String text) -> said.add(new Content.Text(text));
                case ModelEvent.Opaque(String provider, JsonObject raw) -> said.add(new Content.Opaque(provider, raw));
                case ModelEvent.ToolCall(String id, String name, JsonObject input) -> {
                    said.add(new Content.ToolUse(id, name, input));
                    results.add(new Content.ToolResult(id, "seen by " + id, false, List.of(PICTURE.media())));
                }
                case ModelEvent.Restarted _, ModelEvent.Finished _ -> {}
            }
        }
        talk.add(new ModelMessage(Role.ASSISTANT, said));
        talk.add(new ModelMessage(Role.USER, results));
        return server.next().json();
    }

    @Test
    void keepsAConversationWholeThroughEveryProvider() throws Exception {
        talk.add(ModelMessage.user("Hello"));
        try (ModelServer server = ModelServer.start(0, SwitchTest::answer)) {
            ask(server, base -> new AnthropicDialect(base, TUNING));
            JsonObject second = ask(server, base -> new OpenAiDialect(base, TUNING));
            JsonObject third = ask(server, base -> new OllamaDialect(base, TUNING));
            JsonObject fourth = ask(server, base -> new AnthropicDialect(base, TUNING));
            JsonObject fifth = ask(server, base -> new OpenAiDialect(base, TUNING));

            assertThat(second.toString()).doesNotContain("deep").contains("toolu_a", "seen by", "AQID");
            assertThat(third.toString()).doesNotContain("deep").contains("seen by toolu_a", "\"images\":[\"AQID\"]");
            anthropicPairs(fourth);
            assertThat(fourth.toString()).contains("\"thinking\":\"deep\",\"signature\":\"" + AnthropicWire.SIGNATURE);
            openAiPairs(fifth, 3);
        }
    }

    /// Every result answers a call, by an id in the letters the API takes.
    private static void anthropicPairs(JsonObject body) {
        Set<String> calls = new TreeSet<>();
        Set<String> results = new TreeSet<>();
        for (JsonObject message : body.list("messages").objects()) {
            for (JsonObject block : message.list("content").objects()) {
                find(block, "tool_use", "id").ifPresent(calls::add);
                find(block, "tool_result", "tool_use_id").ifPresent(results::add);
            }
        }
        assertThat(results).isEqualTo(calls).hasSize(3).allMatch(id -> id.matches("[A-Za-z0-9_-]{1,40}"));
    }

    private static Optional<String> find(JsonObject block, String type, String field) {
        return block.text("type").equals(type) ? Optional.of(block.text(field)) : Optional.empty();
    }

    private static void openAiPairs(JsonObject body, int count) {
        Set<String> calls = new TreeSet<>();
        Set<String> results = new TreeSet<>();
        for (JsonObject message : body.list("messages").objects()) {
            message.listOr("tool_calls", JsonArray.EMPTY).objects().forEach(call -> calls.add(call.text("id")));
            if (message.text("role").equals("tool")) {
                results.add(message.text("tool_call_id"));
            }
        }
        assertThat(results).isEqualTo(calls).hasSize(count).allMatch(id -> id.length() <= 40);
    }
}
