package moltbot.guardian.act;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import moltbot.contract.ContractException;
import moltbot.contract.bypass.BypassOrder;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.link.LinkServer;
import moltbot.guardian.Await;
import moltbot.guardian.TestFolders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a control that speaks the real link, and may not be able to write.
class AuditTrailTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final BypassOrder ORDER =
            new BypassOrder("id1", "S2", "", "The backup runs as another.", Duration.ofHours(1), 0);

    @TempDir
    Path temp;

    private final List<JsonObject> records = new CopyOnWriteArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private volatile boolean full;
    private LinkServer control;
    private LinkClient client;
    private AuditTrail trail;

    @BeforeEach
    void start() throws IOException {
        Path socket = TestFolders.folder(temp.resolve("c"), "rwx------").resolve("link.sock");
        Capability capability = new Capability("guardian", new byte[32]);
        control = LinkServer.start(
                socket,
                List.of(capability),
                new LinkRoutes().on("guardian", "guardian.bypass", this::take),
                LinkLimits.DEFAULT);
        client = new LinkClient(socket, capability, LinkLimits.DEFAULT);
        trail = new AuditTrail(Optional.of(client), nanos::get);
    }

    @AfterEach
    void stop() {
        trail.close();
        client.close();
        control.close();
    }

    private void take(LinkExchange exchange) {
        if (full) {
            refused.incrementAndGet();
            throw ContractException.refused("audit-failed", "The disk is full.");
        }
        records.add(exchange.head());
        exchange.reply(JsonObject.EMPTY);
    }

    @Test
    void aBypassBeginsOnceItIsRecordedAndNotBefore() throws Exception {
        full = true;
        CountDownLatch began = new CountDownLatch(1);
        trail.begins(ORDER, began::countDown);
        Await.until("control was asked twice", SOON, () -> refused.get() > 1);
        assertThat(began.getCount()).isEqualTo(1);
        full = false;
        assertThat(began.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(records)
                .containsExactly(JsonObject.with("what", "began")
                        .with("id", "id1")
                        .with("check", "S2")
                        .with("subject", "")
                        .with("reason", "The backup runs as another.")
                        .with("lifeMillis", 3_600_000)
                        .build());
    }

    @Test
    void oneThatCannotBeRecordedWithinAMinuteNeverBegins() throws Exception {
        full = true;
        CountDownLatch began = new CountDownLatch(1);
        trail.begins(ORDER, began::countDown);
        Await.until("control was asked", SOON, () -> refused.get() > 0);
        int before = refused.get();
        nanos.set(Duration.ofSeconds(61).toNanos());
        trail.over("ended", "id2", "S2", "", "");
        Await.until("it was given up, and the next was tried", SOON, () -> refused.get() > before + 2);
        full = false;
        Await.until("the next is recorded", SOON, () -> !records.isEmpty());
        assertThat(records.getLast().text("what")).isEqualTo("ended");
        assertThat(began.getCount()).as("not begun").isEqualTo(1);
    }

    @Test
    void oneThatIsEndedBeforeItBeganNeverBegins() throws Exception {
        full = true;
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        trail.begins(ORDER, first::countDown);
        trail.begins(ORDER, second::countDown);
        Await.until("control was asked", SOON, () -> refused.get() > 0);
        trail.forget("S2");
        trail.over("ended", "id2", "S2", "", "");
        full = false;
        Await.until("the end is recorded", SOON, () -> !records.isEmpty());
        assertThat(records.getLast().text("what")).isEqualTo("ended");
        assertThat(first.getCount() + second.getCount()).as("neither began").isEqualTo(2);
    }

    @Test
    void whatEndsIsToldUntilControlHasHeard() throws Exception {
        full = true;
        trail.over("over", "id1", "S2", "/data/x", "moving house");
        Await.until("control was asked", SOON, () -> refused.get() > 0);
        nanos.set(Duration.ofHours(1).toNanos());
        full = false;
        Await.until("the record", SOON, () -> records.size() == 1);
        assertThat(records.getFirst().text("what")).isEqualTo("over");
    }

    @Test
    void inFrontOfAnotherProgramsPanelThereIsNoAudit() {
        CountDownLatch began = new CountDownLatch(1);
        try (AuditTrail alone = new AuditTrail(Optional.empty(), nanos::get)) {
            alone.begins(ORDER, began::countDown);
        }
        assertThat(began.getCount()).isZero();
    }
}
