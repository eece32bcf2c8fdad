package moltbot.guardian.act;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;
import moltbot.guardian.Await;
import moltbot.guardian.LockStandIn;
import moltbot.guardian.judge.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a breaker that speaks the real link.
class TripwireTest {
    private static final byte[] KEY = new byte[32];
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    @Test
    void staysPendingUntilABreakerThatWasNotThereHasTheTrip() throws Exception {
        Path socket = folder.resolve("breaker").resolve("link.sock");
        LinkLimits limits = LinkLimits.DEFAULT.withConnectPatience(Duration.ofMillis(50));
        AtomicLong epoch = new AtomicLong();
        try (LinkClient client = new LinkClient(socket, new Capability("guardian", KEY), limits);
                Tripwire tripwire = new Tripwire(client, (_, _, reached) -> epoch.set(reached))) {
            assertThat(tripwire.pending()).isFalse();
            tripwire.pull(Finding.trip("L2", "x", "Reached from afar.", "TCP 0.0.0.0:80"));
            Await.stays("pending", Duration.ofMillis(300), tripwire::pending);
            try (LockStandIn breaker = new LockStandIn("breaker", socket, KEY, KEY)) {
                Await.until("it is delivered", SOON, () -> !tripwire.pending());
                assertThat(breaker.trips).containsExactly("L2: TCP 0.0.0.0:80");
                assertThat(epoch).hasValue(8);
            }
        }
    }

    @Test
    void aFloodOfFindingsIsBoundedAndEnds() throws Exception {
        Path socket = folder.resolve("breaker").resolve("link.sock");
        try (LockStandIn breaker = new LockStandIn("breaker", socket, KEY, KEY);
                LinkClient client = new LinkClient(socket, new Capability("guardian", KEY), LinkLimits.DEFAULT);
                Tripwire tripwire = new Tripwire(client, (_, _, _) -> {})) {
            for (int i = 0; i < 10_000; i++) {
                tripwire.pull(Finding.trip("L1", "x" + i, "A port.", "TCP"));
            }
            Await.until("all are delivered", SOON, () -> !tripwire.pending());
            assertThat(breaker.trips).isNotEmpty();
        }
    }
}
