package moltbot.gateway.model.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;
import moltbot.contract.model.Usage;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressLimits;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.model.ProviderHealth;
import moltbot.gateway.model.anthropic.AnthropicDialect;
import moltbot.gateway.model.openai.OpenAiDialect;
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

/// What is set aside for a question and what it comes to.
class BillTest {
    /// Remembers both.
    private static final class Book implements Meter {
        private final List<Claim> claims = new ArrayList<>();
        private final List<Usage> spent = new ArrayList<>();
        private long most = Long.MAX_VALUE;

        @Override
        public Charge begin(Claim claim) {
            if (!fits(claim)) {
                throw ContractException.refused("budget-day", "Enough.");
            }
            claims.add(claim);
            return spent::add;
        }

        @Override
        public boolean fits(Claim claim) {
            return claim.inputTokens() + claim.outputTokens() <= most;
        }
    }

    @TempDir
    Path folder;

    private final Book book = new Book();
    private volatile Reply reply = AnthropicWire.reply(Answer.text("Hi"));
    private ModelServer server;
    private Egress egress;
    private Vault vault;
    private Dialect dialect;

    @BeforeEach
    void start() throws Exception {
        server = ModelServer.start(0, _ -> reply);
        vault = Vault.open(folder, Optional.empty());
        vault.set("anthropic-api-key", "k");
        egress = new Egress(Set.of(Origin.of(server.url())), vault.access(), EgressLimits.DEFAULT);
        dialect = new AnthropicDialect(server.url(), Tuning.of("", 4096));
    }

    @AfterEach
    void stop() throws Exception {
        egress.close();
        server.close();
    }

    private List<ModelEvent> ask() throws InterruptedException {
        List<ModelEvent> events = new ArrayList<>();
        ModelRequest request =
                new ModelRequest("", List.of(ModelMessage.user("Hello")), List.of(), 1000).withTurn("t-1");
        new RemoteModel(dialect, egress, vault, new ProviderHealth(System::nanoTime), book)
                .stream(request, events::add);
        return events;
    }

    private void fails(String reason) {
        assertThatThrownBy(this::ask)
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void setsAsideBeforeAndSettlesAfter() throws Exception {
        ask();

        Meter.Claim claim = book.claims.getFirst();
        assertThat(claim.turn()).isEqualTo("t-1");
        assertThat(claim.outputTokens()).isEqualTo(1000);
        assertThat(claim.free()).isTrue(); // It is on this machine.
        assertThat(book.spent).containsExactly(new Usage(10, 5, 2, 2));
        assertThat(claim.inputTokens()).isGreaterThan(book.spent.getFirst().allInput());
    }

    @Test
    void paysForNothingThatWasRefusedAndForAllThatBrokeOff() {
        reply = Reply.failure(500, "{}");
        fails("model-unavailable");
        assertThat(book.spent).containsExactly(Usage.NONE);

        reply = AnthropicWire.reply(Answer.text("one ", "two")).first(300).ending(Reply.End.CUT);
        fails("model-unavailable");
        assertThat(book.claims).hasSize(2);
        assertThat(book.spent).hasSize(1);
    }

    @Test
    void estimatesWhatAServerDoesNotSay() throws Exception {
        dialect = new OpenAiDialect(server.url(), Tuning.of("", 4096));
        String body =
                new String(OpenAiWire.bytes(Answer.text("word ".repeat(100))), java.nio.charset.StandardCharsets.UTF_8);
        reply = Reply.stream(
                "text/event-stream",
                body.replaceAll("\"usage\":\\{[^}]*}", "\"usage\":null")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        ask();

        assertThat(book.spent.getFirst().output()).isBetween(100L, 300L);
        assertThat(book.spent.getFirst().input())
                .isEqualTo(book.claims.getFirst().inputTokens());
    }

    @Test
    void sendsNothingBeyondALimit() {
        book.most = 1000;
        fails("budget-day");
        assertThat(server.connections()).isZero();
    }
}
