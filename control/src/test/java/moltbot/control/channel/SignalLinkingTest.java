package moltbot.control.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.link.LinkServer;
import moltbot.control.audit.Audit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A page that is closed does not go on linking: whoever sees the code later could use it.
class SignalLinkingTest {
    @TempDir
    Path folder;

    private final CountDownLatch left = new CountDownLatch(1);

    private void link(LinkExchange exchange) throws InterruptedException {
        try {
            new CountDownLatch(1).await();
        } finally {
            left.countDown();
        }
    }

    @Test
    void endsWhereNobodyLooksAnyMore() throws Exception {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        Capability control = new Capability("control", key);
        AtomicLong now = new AtomicLong();
        Path socket = folder.resolve("link.sock");
        try (LinkServer _ = LinkServer.start(
                        socket,
                        List.of(control),
                        new LinkRoutes().on("control", "signal.link", this::link),
                        LinkLimits.DEFAULT);
                Audit audit = Audit.open(folder.resolve("audit"), InstantSource.system());
                SignalLinking linking =
                        new SignalLinking(new LinkClient(socket, control, LinkLimits.DEFAULT), audit, now::get)) {
            SignalLinking.News begun = linking.begin("panel");
            assertThat(begun.state()).isEqualTo("begun");
            now.addAndGet(SignalLinking.UNSEEN.toNanos() + 1);

            SignalLinking.News over = linking.after(begun.number());
            assertThat(over.state()).isEqualTo("over");
            assertThat(over.text()).startsWith("Nothing was linked so far.");
            assertThat(left.await(10, TimeUnit.SECONDS))
                    .as("the gateway is told")
                    .isTrue();
            assertThat(linking.begin("panel").state()).as("another").isEqualTo("begun");
        }
    }
}
