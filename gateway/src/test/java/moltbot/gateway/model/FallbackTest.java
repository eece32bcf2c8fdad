package moltbot.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import moltbot.contract.ContractException;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressLimits;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.model.anthropic.AnthropicDialect;
import moltbot.gateway.model.openai.OpenAiDialect;
import moltbot.gateway.model.remote.Dialect;
import moltbot.gateway.model.remote.Meter;
import moltbot.gateway.model.remote.RemoteModel;
import moltbot.gateway.model.remote.Tuning;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.OpenAiWire;
import moltbot.gateway.testmodel.Reply;
import moltbot.gateway.vault.Vault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Two real servers, of which the first fails in every way there is.
class FallbackTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private volatile Reply first = AnthropicWire.reply(Answer.text("From the first."));
    private ModelServer primary;
    private ModelServer second;
    private Egress egress;
    private Vault vault;
    private final ModelChain chain =
            new ModelChain(time -> LockSupport.parkNanos(time.toNanos()), System::nanoTime, () -> 1.0);
    private Candidate one;
    private Candidate two;

    @BeforeEach
    void start() throws Exception {
        primary = ModelServer.start(0, _ -> first);
        second = ModelServer.start(0, _ -> OpenAiWire.reply(Answer.text("From the second.")));
        vault = Vault.open(folder, Optional.empty());
        vault.set("anthropic-api-key", "k1");
        egress = new Egress(
                Set.of(Origin.of(primary.url()), Origin.of(second.url())), vault.access(), EgressLimits.DEFAULT);
        one = candidate(new AnthropicDialect(primary.url(), Tuning.of("", 100)));
        two = candidate(new OpenAiDialect(second.url(), Tuning.of("", 100)));
    }

    @AfterEach
    void stop() throws Exception {
        egress.close();
        primary.close();
        second.close();
    }

    private Candidate candidate(Dialect dialect) {
        ProviderHealth health = new ProviderHealth(System::nanoTime);
        return new Candidate(new RemoteModel(dialect, egress, vault, health, Meter.NONE), health);
    }

    /// What a person reads in the end.
    private String ask(Candidate... candidates) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        List<ModelEvent> events = new ArrayList<>();
        chain.stream(
                List.of(candidates),
                new ModelRequest("", List.of(ModelMessage.user("Hello")), List.of(), 100),
                events::add);
        for (ModelEvent event : events) {
            switch (event) {
                case ModelEvent.TextDelta(String piece) -> text.append(piece);
                case ModelEvent.Restarted() -> text.setLength(0);
                case ModelEvent.ToolCall _, ModelEvent.Opaque _, ModelEvent.Finished _ -> {}
            }
        }
        return text.toString();
    }

    static Stream<Reply> failures() {
        Reply whole = AnthropicWire.reply(Answer.text("From ", "the ", "first."));
        return Stream.of(
                Reply.failure(
                        529,
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"),
                Reply.failure(500, "<html>oops</html>"),
                Reply.failure(429, "{}").with("retry-after", "30"),
                Reply.failure(401, "{}"),
                Reply.failure(400, "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"no\"}}"),
                whole.first(whole.body().length / 2).ending(Reply.End.CUT),
                whole.first(whole.body().length - 30).ending(Reply.End.COMPLETE),
                Reply.stream("text/event-stream", "data: {\"type\":\n\n".getBytes(StandardCharsets.UTF_8)),
                Reply.stream("application/json", "{}".getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void answersOnceByTheSecondWhereTheFirstFails(Reply failure) throws Exception {
        first = failure;
        long begun = System.nanoTime();

        assertThat(ask(one, two)).isEqualTo("From the second.");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void saysSoWithinTenSecondsWhereThereIsNoSecond(Reply failure) {
        first = failure;
        long begun = System.nanoTime();

        assertThatThrownBy(() -> ask(one))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).startsWith("model-"));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
    }

    @Test
    void honoursHowLongAProviderWantsToBeLeftAlone() throws Exception {
        first = Reply.failure(429, "{}").with("retry-after", "30");
        ask(one, two);
        first = AnthropicWire.reply(Answer.text("From the first."));

        assertThat(ask(one, two)).isEqualTo("From the second.");
        assertThat(one.health().rest()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
        primary.next();
        assertThat(primary.waiting()).isZero();
    }

    @Test
    void readsFromTheHeadersOfAnAnswerThatNothingIsLeft() throws Exception {
        first = first.with("anthropic-ratelimit-requests-remaining", "0")
                .with(
                        "anthropic-ratelimit-requests-reset",
                        java.time.Instant.now().plusSeconds(60).toString());

        assertThat(ask(one, two)).isEqualTo("From the first.");
        assertThat(ask(one, two)).isEqualTo("From the second.");
    }
}
