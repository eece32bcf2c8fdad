package moltbot.control.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import moltbot.contract.ContractException;
import moltbot.contract.assertion.Assertion;
import moltbot.contract.assertion.AssertionVerifier;
import moltbot.control.Effects;
import moltbot.control.approval.Approvals.Said;
import moltbot.control.audit.Audit;
import moltbot.control.policy.Effect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalsTest {
    @TempDir
    Path folder;

    private volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final AtomicLong nanos = new AtomicLong(1);
    private String boot = "boot-1";
    private Audit audit;
    private StandingRules rules;
    private Approvals approvals;

    @BeforeEach
    void open() throws Exception {
        audit = Audit.open(folder.resolve("audit"), () -> now);
        Time time = new Time(() -> now, nanos::get, () -> UUID.randomUUID().toString(), boot);
        rules = StandingRules.open(folder, audit, time);
        approvals = Approvals.open(folder, audit, rules, time);
    }

    @AfterEach
    void close() throws IOException {
        approvals.close();
        rules.close();
        audit.close();
    }

    private void restart() throws Exception {
        close();
        open();
    }

    private static Effect effect(String call) {
        return Effect.fromJson(Effects.request(call, "sandbox.run", Effects.longCommand()));
    }

    private static Approver owner() {
        byte[] key = new byte[32];
        String sealed =
                new Assertion("owner", "s", 1, "POST", "/x", UUID.randomUUID().toString(), 0, 1).seal(key);
        return Approver.inPanel(new AssertionVerifier(key, () -> 0).verify(sealed, "POST", "/x"));
    }

    private void assertRefused(String reason, String id) {
        assertThatThrownBy(() -> approvals.answer(id, Said.YES, owner()))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void findsTheSameQuestionAgain() throws Exception {
        String id = approvals.ask(effect("c1"), "why", true);
        assertThat(approvals.ask(effect("c1"), "why", true)).isEqualTo(id);
        assertThat(approvals.ask(effect("c2"), "why", true)).isNotEqualTo(id);
    }

    @Test
    void takesOneAnswerOnly() throws Exception {
        String id = approvals.ask(effect("c1"), "why", true);
        approvals.answer(id, Said.NO, owner());
        assertRefused("already-answered", id);
        assertThat(approvals.await(id)).isInstanceOf(Answer.Denied.class);
        assertRefused("unknown-approval", "nothing");
    }

    @Test
    void givesOneGrantForOneYes() throws Exception {
        String id = approvals.ask(effect("c1"), "why", true);
        approvals.answer(id, Said.YES, owner());
        Answer first = approvals.await(id);
        assertThat(first).isInstanceOf(Answer.Approved.class);
        nanos.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(approvals.await(id)).isEqualTo(first);
        restart();
        assertThat(approvals.await(id)).isEqualTo(first);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(approvals.await(id)).isInstanceOf(Answer.Expired.class);
    }

    @Test
    void givesNoGrantAgainAfterReboot() throws Exception {
        String id = approvals.ask(effect("c1"), "why", true);
        approvals.answer(id, Said.YES, owner());
        approvals.await(id);
        boot = "boot-2";
        restart();
        assertThat(approvals.await(id)).isInstanceOf(Answer.Expired.class);
    }

    @Test
    void givesNoGrantOnceTheCallIsOver() throws Exception {
        String id = approvals.ask(effect("c1"), "why", true);
        approvals.answer(id, Said.YES, owner());
        approvals.await(id);
        approvals.finished("c1");
        assertThat(approvals.await(id)).isInstanceOf(Answer.Expired.class);
        restart();
        assertThat(approvals.await(id)).isInstanceOf(Answer.Expired.class);
    }

    @Test
    void endsQuestionWithItsCall() throws Exception {
        String id = approvals.ask(effect("c1"), "why", true);
        approvals.finished("c1");
        assertRefused("already-answered", id);
    }

    @Test
    void runsOutUnanswered() throws Exception {
        String id = approvals.ask(effect("c1"), "why", true);
        CompletableFuture<Answer> waiting = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                waiting.complete(approvals.await(id));
            } catch (InterruptedException e) {
                waiting.completeExceptionally(e);
            }
        });
        now = now.plus(Approvals.LIFE).minusMillis(1);
        approvals.expireDue();
        assertThat(waiting).isNotDone();
        now = now.plusMillis(1);
        assertRefused("already-answered", id);
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOf(Answer.Expired.class);
        assertThat(approvals.ask(effect("c1"), "why", true)).isEqualTo(id);
        assertThat(approvals.await(id)).isInstanceOf(Answer.Expired.class);
    }

    @Test
    void staysPendingOverRestart() throws Exception {
        String id = approvals.ask(effect("c1"), "why", true);
        restart();
        assertThat(approvals.ask(effect("c1"), "why", true)).isEqualTo(id);
        approvals.answer(id, Said.YES, owner());
        restart();
        assertThat(approvals.await(id))
                .isInstanceOfSatisfying(
                        Answer.Approved.class, yes -> assertThat(yes.effect()).isEqualTo(effect("c1")));
    }

    @Test
    void aTripVoidsWhatWaitsAndWhatWasNotUsed() throws Exception {
        approvals.reached(3);
        String waits = approvals.ask(effect("c1"), "why", true);
        String yes = approvals.ask(effect("c2"), "why", true);
        approvals.answer(yes, Said.YES, owner());
        CompletableFuture<Answer> waiting = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                waiting.complete(approvals.await(waits));
            } catch (InterruptedException e) {
                waiting.completeExceptionally(e);
            }
        });

        approvals.reached(4);

        assertThat(waiting.get(1, TimeUnit.SECONDS)).isInstanceOf(Answer.Voided.class);
        assertRefused("already-answered", waits);
        assertThat(approvals.await(yes)).isInstanceOf(Answer.Voided.class);
        restart();
        assertRefused("already-answered", waits);
        assertThat(Files.readString(folder.resolve("audit/audit.jsonl"))).contains("\"decision\":\"voided\"");
        approvals.answer(approvals.ask(effect("c3"), "why", true), Said.YES, owner());
    }

    @Test
    void whatWasAskedInAnOlderEpochIsNeverAnsweredThoughNobodyWasThereToHearOfTheTrip() throws Exception {
        String id = approvals.ask(effect("c1"), "why", true);
        restart();
        approvals.reached(1);
        assertRefused("already-answered", id);
    }

    @Test
    void boundsWhatWaits() throws Exception {
        for (int i = 0; i < 64; i++) {
            approvals.ask(effect("c" + i), "why", true);
        }
        assertThatThrownBy(() -> approvals.ask(effect("more"), "why", true))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo("busy"));
    }

    @Test
    void forgetsWhatIsLongOver() throws Exception {
        approvals.ask(effect("c1"), "why", true);
        now = now.plus(Duration.ofDays(2));
        restart();
        assertThat(Files.size(folder.resolve("approvals.jsonl"))).isZero();
    }

    @Test
    void recordsQuestionAnswerAndUse() throws Exception {
        String id = approvals.ask(effect("c1"), "why", true);
        approvals.answer(id, Said.YES, owner());
        approvals.await(id);
        assertThat(Files.readString(folder.resolve("audit/audit.jsonl")))
                .contains("\"kind\":\"approval.asked\"")
                .contains("\"decision\":\"approved\",\"by\":\"panel:owner\"")
                .contains("\"kind\":\"approval.used\"");
    }
}
