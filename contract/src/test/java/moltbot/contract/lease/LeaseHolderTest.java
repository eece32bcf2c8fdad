package moltbot.contract.lease;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.link.LinkServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LeaseHolderTest {
    private static final Capability GUARDIAN = new Capability("guardian", Leases.key());

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final LeaseLock lock = new LeaseLock("breaker", Leases.key(), "boot-1", System::nanoTime);
    private final LeaseHolder holder = new LeaseHolder(
            lock,
            new LeaseHolder.Listener() {
                @Override
                public void held(VerifiedLease lease) {
                    heard.add("held");
                }

                @Override
                public void lost(String why) {
                    interrupted.compareAndSet(false, Thread.currentThread().isInterrupted());
                    heard.add("lost: " + why);
                }
            },
            () -> JsonObject.with("epoch", 7).build());
    private Path folder;
    private LinkServer server;
    private LinkClient client;

    @BeforeEach
    void open() throws Exception {
        folder = Files.createTempDirectory("lease");
        Path socket = folder.resolve("link.sock");
        server = LinkServer.start(
                socket,
                List.of(GUARDIAN),
                new LinkRoutes().on("guardian", "lease.hold", holder::hold),
                LinkLimits.DEFAULT);
        client = new LinkClient(socket, GUARDIAN, LinkLimits.DEFAULT);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        server.close();
        holder.close();
        Files.deleteIfExists(folder);
    }

    private static void send(LinkCall call, String guardian, long sequence, Duration life) {
        call.send(Leases.lease(guardian, 7, sequence, System.nanoTime(), life)
                .seal(Leases.key())
                .getBytes(US_ASCII));
    }

    private String next() throws InterruptedException {
        String event = heard.poll(10, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        return event == null ? "" : event;
    }

    private LinkCall hold() {
        LinkCall call = client.open("lease.hold", JsonObject.EMPTY);
        assertThat(call.reply().number("epoch")).isEqualTo(7);
        return call;
    }

    @Test
    void answersEveryLeaseWithTheStateOfItsLock() throws Exception {
        try (LinkCall call = hold()) {
            for (int beat = 1; beat <= 3; beat++) {
                send(call, "g", beat, Lease.MAX_LIFE);
                assertThat(call.next()).asString(US_ASCII).isEqualTo("{\"epoch\":7}");
                assertThat(next()).isEqualTo("held");
            }
            assertThat(lock.fresh()).isTrue();
        }
    }

    @Test
    void losesTheLeaseAtOnceWhenItsGuardianIsGone() throws Exception {
        LinkCall call = hold();
        send(call, "g", 1, Lease.MAX_LIFE);
        assertThat(next()).isEqualTo("held");
        long start = System.nanoTime();
        call.close();

        assertThat(next()).isEqualTo("lost: The guardian is not there.");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThat(lock.fresh()).isFalse();
        assertThat(interrupted).isFalse();
        assertThat(heard.poll(100, TimeUnit.MILLISECONDS)).as("lost once").isNull();
    }

    @Test
    void losesTheLeaseOfASilentGuardianWhenItRunsOut() throws Exception {
        try (LinkCall call = hold()) {
            long start = System.nanoTime();
            send(call, "g", 1, Duration.ofMillis(300));
            assertThat(next()).isEqualTo("held");
            assertThat(next()).startsWith("lost: The guardian has not confirmed");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));

            send(call, "g", 2, Lease.MAX_LIFE);
            assertThat(next()).isEqualTo("held");
        }
        assertThat(next()).startsWith("lost: The guardian is not there");
        assertThat(heard.poll(100, TimeUnit.MILLISECONDS))
                .as("once for every loss")
                .isNull();
    }

    @Test
    void answersABadLeaseWithItsStateAndKeepsWhatItHad() throws Exception {
        try (LinkCall call = hold()) {
            send(call, "g", 2, Lease.MAX_LIFE);
            assertThat(next()).isEqualTo("held");
            call.next();
            send(call, "g", 1, Lease.MAX_LIFE);
            call.next();
            call.send("rubbish".getBytes(US_ASCII));
            call.next();

            assertThat(heard).isEmpty();
            assertThat(lock.fresh()).isTrue();
        }
    }

    @Test
    void saysNothingOfAGuardianThatCameAndWentWithoutALease() throws Exception {
        hold().close();
        try (LinkCall call = hold()) {
            send(call, "g", 1, Lease.MAX_LIFE);
            assertThat(next()).isEqualTo("held");
        }
        assertThat(next()).startsWith("lost");
    }

    @Test
    void letsANewerGuardianTakeOver() throws Exception {
        LinkCall old = hold();
        send(old, "old", 1, Lease.MAX_LIFE);
        assertThat(next()).isEqualTo("held");
        old.next();
        try (LinkCall newer = hold()) {
            send(newer, "new", 1, Lease.MAX_LIFE);
            assertThat(next()).isEqualTo("held");

            send(old, "old", 2, Lease.MAX_LIFE);
            assertThatThrownBy(() -> {
                        while (old.next() != null) {
                            continue;
                        }
                    })
                    .isInstanceOfSatisfying(
                            ContractException.class, e -> assertThat(e.reason()).isEqualTo("superseded"));
            old.close();
            send(newer, "new", 2, Lease.MAX_LIFE);
            assertThat(next()).as("the old one's end takes nothing away").isEqualTo("held");
        }
        assertThat(next()).startsWith("lost: The guardian is not there");
    }
}
