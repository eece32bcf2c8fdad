package moltbot.gateway.model.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Attachment;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;
import moltbot.contract.model.Usage;
import moltbot.gateway.model.remote.Dialect;
import moltbot.gateway.model.remote.LongTalk;
import moltbot.gateway.model.remote.Meter;
import moltbot.gateway.model.remote.RemoteModelContract;
import moltbot.gateway.model.remote.Tuning;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.Reply;
import org.junit.jupiter.api.Test;

class AnthropicModelTest extends RemoteModelContract {
    private static final String REFUSED =
            "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"%s\"}}";

    @Override
    protected Dialect dialect(URI base) {
        return new AnthropicDialect(base, Tuning.of("", 4096));
    }

    @Override
    protected Reply wire(Answer answer) {
        return AnthropicWire.reply(answer);
    }

    @Override
    protected String errorInStream(String message) {
        return "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\""
                + message + "\"}}\n\n";
    }

    @Test
    void keepsThinkingWithItsSignatureAndSendsItBackUntouched() throws Exception {
        answers(asked -> AnthropicWire.reply(Answer.text("Hi").thinking("Überlegen 🦞 gut")));
        List<ModelEvent> events = ask(hello());

        JsonObject block = JsonObject.with("type", "thinking")
                .with("thinking", "Überlegen 🦞 gut")
                .with("signature", AnthropicWire.SIGNATURE)
                .build();
        assertThat(events).contains(new ModelEvent.Opaque("anthropic", block));
        asked();

        ModelMessage said = new ModelMessage(
                ModelMessage.Role.ASSISTANT, List.of(new Content.Opaque("anthropic", block), new Content.Text("Hi")));
        ask(new ModelRequest("", List.of(ModelMessage.user("a"), said, ModelMessage.user("b")), List.of(), 10));
        JsonObject sent = asked().json().list("messages").objects().get(1);
        assertThat(sent.list("content").objects().getFirst()).isEqualTo(block);
    }

    @Test
    void keepsBlocksItDoesNotKnowWhole() throws Exception {
        String body = new String(AnthropicWire.bytes(Answer.text("Hi")), StandardCharsets.UTF_8);
        String strange = """
                event: content_block_start
                data: {"type":"content_block_start","index":7,"content_block":{"type":"crystal","facets":[1,2],"hum":"a"}}

                event: something_new
                data: {"type":"something_new","x":1}

                event: content_block_delta
                data: {"type":"content_block_delta","index":7,"delta":{"type":"crystal_delta","hum":"bc","glow":true}}

                event: content_block_stop
                data: {"type":"content_block_stop","index":7}

                """;
        String mixed = body.replace("event: message_delta", strange + "event: message_delta");
        answers(asked -> Reply.stream("text/event-stream", mixed.getBytes(StandardCharsets.UTF_8)));

        JsonObject whole = JsonObject.parse("{\"type\":\"crystal\",\"facets\":[1,2],\"hum\":\"abc\",\"glow\":true}");
        assertThat(ask(hello())).contains(new ModelEvent.Opaque("anthropic", whole));
    }

    @Test
    void dropsAToolWhoseInputWasCutByTheLength() throws Exception {
        String body = new String(
                AnthropicWire.bytes(Answer.call("Wait", "toolu_1", "read_file", INPUT)), StandardCharsets.UTF_8);
        int half = body.lastIndexOf("event: content_block_delta");
        String cut = body.substring(0, half)
                + body.substring(body.indexOf("event: content_block_stop", half))
                        .replace("\"tool_use\"", "\"max_tokens\"");
        answers(asked -> Reply.stream("text/event-stream", cut.getBytes(StandardCharsets.UTF_8)));

        List<ModelEvent> events = ask(hello());
        assertThat(events).noneMatch(ModelEvent.ToolCall.class::isInstance);
        assertThat(((ModelEvent.Finished) events.getLast()).stop()).isEqualTo("length");
    }

    /// The API takes nothing before the results of tools.
    @Test
    void sendsPicturesAfterTheResultsOfTools() throws Exception {
        answers(asked -> AnthropicWire.reply(Answer.text("I see")));
        ModelMessage calls = new ModelMessage(
                ModelMessage.Role.ASSISTANT,
                List.of(
                        new Content.ToolUse("toolu_1", "browser", JsonObject.EMPTY),
                        new Content.ToolUse("toolu_2", "list_files", JsonObject.EMPTY)));
        ModelMessage results = new ModelMessage(
                ModelMessage.Role.USER,
                List.of(
                        new Content.ToolResult("toolu_1", "a picture", false),
                        new Attachment("image/jpeg", new byte[] {-1, -40, -1, 0}).media(),
                        new Content.ToolResult("toolu_2", "", false)));
        String picture = new Attachment("image/jpeg", new byte[] {-1, -40, -1, 0})
                .media()
                .sha256();
        ask(new ModelRequest("", List.of(ModelMessage.user("a"), calls, results), List.of(), 10)
                .withMedia(Map.of(picture, "/9j/AA==")));

        List<JsonObject> blocks =
                asked().json().list("messages").objects().get(2).list("content").objects();
        assertThat(blocks)
                .extracting(block -> block.text("type"))
                .containsExactly("tool_result", "tool_result", "image");
        assertThat(blocks.get(2).object("source"))
                .isEqualTo(JsonObject.with("type", "base64")
                        .with("media_type", "image/jpeg")
                        .with("data", "/9j/AA==")
                        .build());
    }

    @Test
    void sendsTheKeyAndTheVersionAndMarksWhatToCache() throws Exception {
        answers(asked -> AnthropicWire.reply(Answer.text("Hi")));
        ask(hello());
        Asked sent = asked();

        assertThat(sent.path()).isEqualTo("/v1/messages");
        assertThat(sent.header("x-api-key")).isEqualTo(KEY);
        assertThat(sent.header("anthropic-version")).isEqualTo("2023-06-01");
        assertThat(sent.header("upgrade")).isEmpty();
        JsonObject body = sent.json();
        assertThat(body.number("max_tokens")).isEqualTo(1000);
        assertThat(body.list("system")
                        .objects()
                        .getFirst()
                        .object("cache_control")
                        .text("type"))
                .isEqualTo("ephemeral");
        assertThat(body.toString()).doesNotContain(KEY);
    }

    @Test
    void showsImagesAndDocumentsAlsoInWhatAToolGaveBack() throws Exception {
        answers(asked -> AnthropicWire.reply(Answer.text("Hi")));
        ask(looking());

        assertThat(asked().json().list("messages").toString()).isEqualTo("""
                [{"role":"user","content":[{"type":"text","text":"Look"},\
                {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0="}}]},\
                {"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"read_file","input":{}}]},\
                {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[\
                {"type":"text","text":"seen"},\
                {"type":"image","source":{"type":"base64","media_type":"image/gif","data":"R0lGODlh"}},\
                {"type":"text","text":"[An image that is not shown here.]"}],"is_error":false}]}]""");
    }

    /// What the API has cached it finds again only if it begins with the same bytes.
    @Test
    void beginsTheNextQuestionOfAConversationWithTheBytesOfTheLast() throws Exception {
        List<ModelMessage> talk = new ArrayList<>(List.of(ModelMessage.user("Hello")));
        String before = "";
        for (int i = 0; i < 6; i++) {
            JsonObject call = JsonObject.with("path", "file " + i).build();
            answers(asked -> AnthropicWire.reply(Answer.call("Wait", "toolu_" + talk.size(), "read_file", call)
                    .thinking("hm 🦞")));
            List<Content> said = new ArrayList<>();
            for (ModelEvent event : ask(new ModelRequest("Be kind.", talk, List.of(tool()), 1000))) {
                switch (event) {
                    case ModelEvent.TextDelta(String text) -> said.add(new Content.Text(text));
                    case ModelEvent.ToolCall(String id, String name, JsonObject input) ->
                        said.add(new Content.ToolUse(id, name, input));
                    case ModelEvent.Opaque(String provider, JsonObject raw) ->
                        said.add(new Content.Opaque(provider, raw));
                    case ModelEvent.Restarted _, ModelEvent.Finished _ -> {}
                }
            }
            String body = new String(asked().body(), StandardCharsets.UTF_8);
            String prefix = body.substring(0, body.length() - "]}".length());
            assertThat(body).startsWith(before).contains("\"cache_control\":{\"type\":\"ephemeral\"}");
            before = prefix;
            talk.add(new ModelMessage(ModelMessage.Role.ASSISTANT, said));
            talk.add(new ModelMessage(
                    ModelMessage.Role.USER,
                    List.of(new Content.ToolResult("toolu_" + (talk.size() - 1), "seen", false))));
        }
        assertThat(before).contains("\"thinking\":\"hm 🦞\",\"signature\":\"" + AnthropicWire.SIGNATURE);
    }

    /// Thinking is bound to what stood before it.
    @Test
    void leavesThinkingOutWhereTheApiTakesItNoMore() throws Exception {
        answers(asked -> asked.json().toString().contains("signature")
                ? Reply.failure(400, REFUSED.formatted("messages.1.content.0: Invalid `signature` in `thinking` block"))
                : AnthropicWire.reply(Answer.text("Hi")));

        assertThat(text(ask(LongTalk.request()))).isEqualTo("Hi");
        assertThat(asked().json().toString()).contains("signature");
        JsonObject again = asked().json();
        assertThat(again.toString()).doesNotContain("signature").contains("toolu_1");
        assertThat(again.has("output_config")).isTrue();
    }

    @Test
    void asksOlderModelsAndOtherServersPlainly() throws Exception {
        answers(asked -> asked.json().has("output_config")
                ? Reply.failure(400, REFUSED.formatted("output_config: unknown"))
                : AnthropicWire.reply(Answer.text("Hi")));

        assertThat(text(ask(hello()))).isEqualTo("Hi");
    }

    @Test
    void asksNoMoreThanThrice() throws Exception {
        answers(asked -> Reply.failure(400, REFUSED.formatted("no")));

        assertThatThrownBy(() -> ask(LongTalk.request())).isInstanceOf(ContractException.class);
        asked();
        asked();
        asked();
        assertThat(unread()).isZero();
    }

    @Test
    void tellsWhatWasReadFromTheCache() throws Exception {
        answers(asked -> AnthropicWire.reply(Answer.text("Hi")));

        assertThat(((ModelEvent.Finished) ask(hello()).getLast()).usage()).isEqualTo(new Usage(10, 5, 2, 2));
    }

    /// What is only estimated stops no question that would fit.
    @Test
    void hasTheTokensCountedWhereTheEstimateAloneWouldStopIt() throws Exception {
        List<Meter.Claim> claims = new ArrayList<>();
        meter = new Meter() {
            @Override
            public Charge begin(Claim claim) {
                claims.add(claim);
                return usage -> {};
            }

            @Override
            public boolean fits(Claim claim) {
                return claim.inputTokens() <= 100;
            }
        };
        answers(asked -> asked.path().equals("/v1/messages/count_tokens")
                ? Reply.failure(200, "{\"input_tokens\":77}")
                : AnthropicWire.reply(Answer.text("Hi")));

        assertThat(text(ask(hello()))).isEqualTo("Hi");
        assertThat(claims).extracting(Meter.Claim::inputTokens).containsExactly(77L);
        JsonObject counted = asked().json();
        JsonObject sent = asked().json();
        assertThat(counted.has("max_tokens")).isFalse();
        assertThat(counted.list("messages")).isEqualTo(sent.list("messages"));
    }
}
