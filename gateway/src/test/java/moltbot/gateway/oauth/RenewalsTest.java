package moltbot.gateway.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import moltbot.contract.ContractException;
import moltbot.gateway.oauth.Tokens.Given;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Renewals that nobody waits for any more: their conversation ended in the middle.
@Timeout(60)
final class RenewalsTest {
    @TempDir
    Path folder;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private Desk desk;

    @BeforeEach
    void signIn() throws Exception {
        desk = new Desk(folder);
        desk.authorization.giveFor(600);
        desk.login();
        desk.authorization.answerTokens(json -> {
            asked.countDown();
            awaits(go);
            return json;
        });
    }

    @AfterEach
    void close() {
        go.countDown();
        desk.close();
    }

    private static void awaits(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// As the gateway does when the runtime leaves.
    private String brokenOff(Runnable asking) throws InterruptedException {
        AtomicReference<String> told = new AtomicReference<>("");
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                asking.run();
            } catch (ContractException e) {
                told.set(String.valueOf(e.getMessage()));
            }
        });
        asked.await();
        thread.interrupt();
        thread.join();
        go.countDown();
        return told.get();
    }

    @Test
    void keepsATokenThatComesAfterItsConversationEnded() throws Exception {
        Given before = desk.tokens().give(desk.place());

        assertThat(brokenOff(() -> desk.tokens().renew(desk.place(), before, Challenge.NONE)))
                .contains("The conversation ended");

        Given after = desk.tokens().renew(desk.place(), before, Challenge.NONE);
        assertThat(after.serial()).as("the one that nobody waited for").isEqualTo(before.serial() + 1);
        assertThat(desk.authorization.forms).hasSize(2);
        assertThat(desk.state()).isEqualTo("signed in");
    }

    @Test
    void keepsATokenThatWasRenewedBeforeItsEndToo() throws Exception {
        Given before = desk.tokens().give(desk.place());
        desk.wait(Duration.ofSeconds(580));

        assertThat(brokenOff(() -> desk.tokens().give(desk.place()))).contains("The conversation ended");

        assertThat(desk.tokens().give(desk.place()).serial()).isEqualTo(before.serial() + 1);
        assertThat(desk.authorization.forms).hasSize(2);
    }

    @Test
    void asksForNoMoreThanItMayAtOnce() throws Exception {
        Renewals renewals = new Renewals();
        CountDownLatch begun = new CountDownLatch(32);
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            waiting.add(Thread.ofVirtual()
                    .start(() -> renewals.whole(() -> {
                        begun.countDown();
                        awaits(go);
                        return "";
                    })));
        }
        begun.await();
        assertThatThrownBy(() -> renewals.whole(() -> "")).hasMessageContaining("As many tokens as may be");
        go.countDown();
        for (Thread thread : waiting) {
            thread.join();
        }
        assertThat(renewals.whole(() -> "one more")).isEqualTo("one more");
    }
}
