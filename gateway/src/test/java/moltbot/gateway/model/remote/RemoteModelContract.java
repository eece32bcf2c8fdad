package moltbot.gateway.model.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Attachment;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;
import moltbot.contract.model.ToolSpec;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressLimits;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.model.Model;
import moltbot.gateway.model.ProviderHealth;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.gateway.testmodel.Script;
import moltbot.gateway.vault.Vault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What every model behind an API must do, told by its own wire format.
public abstract class RemoteModelContract {
    /// Of a shape that no pattern would redact: only knowing it hides it.
    protected static final String KEY = "canary.4f1d9b7c2e";
    protected static final JsonObject INPUT =
            JsonObject.with("path", "grüße 🦞.txt").with("lines", 3).build();

    private static final EgressLimits QUICK =
            new EgressLimits(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofMillis(600), 64 << 10, 1 << 20);

    @TempDir
    Path folder;

    /// Of the provider under test.
    protected final ProviderHealth health = new ProviderHealth(System::nanoTime);

    /// Keeps the accounts.
    protected Meter meter = Meter.NONE;

    private Vault vault;
    private ModelServer server;
    private Egress egress;
    private volatile Script script = asked -> Reply.failure(500, "{}");

    /// The dialect under test, below this base URL.
    protected abstract Dialect dialect(URI base);

    /// An answer in its wire format.
    protected abstract Reply wire(Answer answer);

    /// A wire format's own error in the middle of a stream, and the reason it must become.
    protected abstract String errorInStream(String message);

    /// How many bytes of an answer make it complete.
    protected int completeFrom(String body) {
        return body.length();
    }

    @BeforeEach
    void start() throws Exception {
        vault = Vault.open(folder, Optional.empty());
        server = ModelServer.start(0, asked -> script.answer(asked));
        egress = new Egress(Set.of(Origin.of(server.url())), vault.access(), QUICK);
        vault.set(dialect(server.url()).provider().secret(), KEY);
    }

    @AfterEach
    void stop() throws Exception {
        egress.close();
        server.close();
    }

    protected final void answers(Script next) {
        script = next;
    }

    protected final Asked asked() throws InterruptedException {
        return server.next();
    }

    /// Requests that arrived and were not looked at yet.
    protected final int unread() {
        return server.waiting();
    }

    protected final URI url() {
        return server.url();
    }

    protected final Model model() {
        return new RemoteModel(dialect(server.url()), egress, vault, health, meter);
    }

    protected static ModelRequest hello() {
        return new ModelRequest("Be kind.", List.of(ModelMessage.user("Hello")), List.of(tool()), 1000);
    }

    /// A person shows a document, a tool an image and another whose bytes are gone.
    protected static ModelRequest looking() {
        Content.Media document = new Attachment("application/pdf", "%PDF-".getBytes(StandardCharsets.US_ASCII)).media();
        Content.Media image = new Attachment("image/gif", "GIF89a".getBytes(StandardCharsets.US_ASCII)).media();
        Content.Media gone = new Attachment("image/png", new byte[9]).media();
        List<ModelMessage> messages = List.of(
                new ModelMessage(ModelMessage.Role.USER, List.of(new Content.Text("Look"), document)),
                new ModelMessage(
                        ModelMessage.Role.ASSISTANT, List.of(new Content.ToolUse("c1", "read_file", JsonObject.EMPTY))),
                new ModelMessage(
                        ModelMessage.Role.USER,
                        List.of(new Content.ToolResult("c1", "seen", false, List.of(image, gone)))));
        return new ModelRequest("", messages, List.of(tool()), 1000)
                .withMedia(Map.of(document.sha256(), "JVBERi0=", image.sha256(), "R0lGODlh"));
    }

    protected static ToolSpec tool() {
        JsonObject schema = JsonObject.parse("{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"}}}");
        return new ToolSpec("read_file", "Reads a file.", schema);
    }

    /// Asks, and gives back all that came.
    protected final List<ModelEvent> ask(ModelRequest request) throws InterruptedException {
        List<ModelEvent> events = new ArrayList<>();
        model().stream(request, events::add);
        return events;
    }

    protected static String text(List<ModelEvent> events) {
        StringBuilder text = new StringBuilder();
        for (ModelEvent event : events) {
            if (event instanceof ModelEvent.TextDelta(String piece)) {
                text.append(piece);
            }
        }
        return text.toString();
    }

    /// A question is refused for this reason, in these words.
    private void refuses(String reason, String... words) {
        assertThatThrownBy(() -> ask(hello()))
                .asInstanceOf(type(ContractException.class))
                .satisfies(e -> {
                    assertThat(e.reason()).isEqualTo(reason);
                    assertThat(e.getMessage()).contains(List.of(words)).doesNotContain(KEY);
                });
    }

    private Reply full() {
        Answer.Call call = new Answer.Call("toolu_1", "read_file", INPUT);
        return wire(new Answer(List.of("Grüße, ", "Welt 🦞", " «end»"), List.of(call), ""));
    }

    private static void isFull(List<ModelEvent> events) {
        assertThat(text(events)).isEqualTo("Grüße, Welt 🦞 «end»");
        assertThat(events).contains(new ModelEvent.ToolCall("toolu_1", "read_file", INPUT));
        assertThat(events.getLast())
                .asInstanceOf(type(ModelEvent.Finished.class))
                .satisfies(finished -> {
                    assertThat(finished.stop()).isEqualTo("tools");
                    assertThat(finished.usage().allInput()).isEqualTo(17);
                    assertThat(finished.usage().output()).isPositive();
                });
    }

    @Test
    void streamsTextToolsAndUsage() throws Exception {
        answers(asked -> full());

        isFull(ask(hello()));
    }

    @Test
    void readsTheSameWhereverTheBytesAreCut() throws Exception {
        Reply whole = full();
        int length = whole.body().length;
        for (int offset = 1; offset < length; offset++) {
            int cut = offset;
            answers(asked -> whole.cutAt(cut));
            isFull(ask(hello()));
        }
        answers(asked -> whole.inPiecesOf(1));
        isFull(ask(hello()));
    }

    @Test
    void readsCarriageReturnsAsLineEnds() throws Exception {
        String crlf = new String(full().body(), StandardCharsets.UTF_8).replace("\n", "\r\n");
        answers(asked -> Reply.stream("text/event-stream", crlf.getBytes(StandardCharsets.UTF_8)));

        isFull(ask(hello()));
    }

    @Test
    void neverTakesPartOfAnAnswerForTheWhole() throws Exception {
        Reply whole = wire(Answer.text("one ", "two"));
        int end = completeFrom(new String(whole.body(), StandardCharsets.US_ASCII));
        for (int length = 0; length < end; length += length < end - 20 ? 7 : 1) {
            Reply part = whole.first(length).ending(length % 2 == 0 ? Reply.End.CUT : Reply.End.COMPLETE);
            answers(asked -> part);
            refuses("model-unavailable", "broke off");
        }
    }

    @Test
    void tellsGarbageFromAnAnswer() {
        answers(asked -> Reply.stream(
                "text/event-stream", "data: {\"type\":\n\n{nonsense\n\n".getBytes(StandardCharsets.UTF_8)));

        refuses("model-unavailable", "cannot be understood");
    }

    @Test
    void endsAnAnswerThatFallsSilent() {
        answers(asked -> wire(Answer.text("one ", "two")).first(40).ending(Reply.End.SILENT));

        refuses("model-unavailable", "silent");
    }

    @Test
    void keepsASlowAnswerThatKeepsComing() throws Exception {
        answers(asked -> wire(Answer.text("slow")).inPiecesOf(100).pausing(Duration.ofMillis(150)));

        assertThat(text(ask(hello()))).isEqualTo("slow");
    }

    @Test
    void boundsALine() {
        answers(asked -> wire(Answer.text("x".repeat(70 << 10))));

        refuses("model-unavailable", "cannot be understood");
    }

    @Test
    void boundsAnAnswer() {
        String[] pieces = new String[200];
        Arrays.fill(pieces, "x".repeat(8 << 10));
        answers(asked -> wire(Answer.text(pieces)));

        refuses("model-unavailable", "cannot be understood");
    }

    @ParameterizedTest
    @CsvSource({
        "401,model-unauthorized",
        "403,model-unauthorized",
        "400,model-rejected",
        "404,model-rejected",
        "413,model-rejected",
        "422,model-rejected",
        "429,model-rate-limited",
        "500,model-unavailable",
        "503,model-unavailable",
        "529,model-unavailable"
    })
    void saysWhatAStatusMeansAndNeverTheKey(int status, String reason) {
        answers(asked -> Reply.failure(
                status, "{\"error\":{\"type\":\"x\",\"message\":\"Bad luck with " + KEY + " today\\nreally\"}}"));

        refuses(reason, "");
    }

    @Test
    void saysWhenToTryAgain() {
        answers(asked -> Reply.failure(429, "{}").with("retry-after", "12"));

        refuses("model-rate-limited", "in 12 seconds");
    }

    @Test
    void followsNoRedirect() throws Exception {
        answers(asked -> Reply.failure(307, "{}").with("location", server.url() + "/elsewhere"));

        refuses("model-rejected", "redirect");
        asked();
        assertThat(server.waiting()).isZero();
    }

    @Test
    void passesOnAnErrorInsideAStream() {
        byte[] start = wire(Answer.text("one")).first(0).body();
        byte[] error = errorInStream("Overloaded " + KEY).getBytes(StandardCharsets.UTF_8);
        byte[] both = Arrays.copyOf(start, start.length + error.length);
        System.arraycopy(error, 0, both, start.length, error.length);
        answers(asked -> Reply.stream("text/event-stream", both));

        refuses("model-unavailable", "Overloaded");
    }

    @Test
    void saysWhenNobodyIsThere() throws Exception {
        server.close();

        refuses("model-unavailable", "nobody answers");
    }

    @Test
    void usesOneConnectionAgainAndAgain() throws Exception {
        answers(asked -> full());
        for (int i = 0; i < 5; i++) {
            ask(hello());
        }

        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void hangsUpWhenInterrupted() throws Exception {
        answers(asked -> wire(Answer.text("one ", "two")).inPiecesOf(200).pausing(Duration.ofMillis(300)));
        CountDownLatch begun = new CountDownLatch(1);
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                model().stream(hello(), event -> begun.countDown());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
        caller.interrupt();

        assertThat(caller.join(Duration.ofSeconds(5))).isTrue();
        assertThat(server.callerHungUp(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void hangsUpWhenNobodyListensAnyMore() throws Exception {
        answers(asked -> wire(Answer.text("one ", "two")).inPiecesOf(200).pausing(Duration.ofMillis(100)));

        assertThatThrownBy(() -> model().stream(hello(), event -> {
                    throw new ContractException(ContractException.Code.LOST, "The link ended.");
                }))
                .isInstanceOf(ContractException.class);
        assertThat(server.callerHungUp(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void sendsOpaquePartsToNoOtherProvider() throws Exception {
        answers(asked -> full());
        Content alien = new Content.Opaque(
                "another", JsonObject.with("thinking", "alien-thoughts").build());
        List<ModelMessage> messages = List.of(
                ModelMessage.user("Hello"),
                new ModelMessage(ModelMessage.Role.ASSISTANT, List.of(alien, new Content.Text("Hi"))),
                new ModelMessage(ModelMessage.Role.ASSISTANT, List.of(alien)),
                ModelMessage.user("Again"));
        ask(new ModelRequest("", messages, List.of(), 10));

        assertThat(new String(asked().body(), StandardCharsets.UTF_8)).doesNotContain("alien");
    }
}
