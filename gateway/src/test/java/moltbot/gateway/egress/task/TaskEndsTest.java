package moltbot.gateway.egress.task;

import static moltbot.gateway.egress.task.Village.ask;
import static moltbot.gateway.egress.task.Village.get;
import static moltbot.gateway.egress.task.Village.ok;
import static moltbot.gateway.egress.task.Village.plainly;
import static moltbot.gateway.egress.task.Village.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import moltbot.contract.ContractException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What ends a task's network, and all that goes through it.
class TaskEndsTest {
    @TempDir
    Path folder;

    private Village village;

    @BeforeEach
    void begin() throws Exception {
        village = new Village(folder);
        village.serve("a.example", 443, request -> ok("hello"));
    }

    @AfterEach
    void end() throws Exception {
        village.close();
    }

    private TaskNetwork everything() {
        return village.open(rule("GET,POST", "https://a.example", "/", ""));
    }

    @Test
    void endsWithItsBytes() throws Exception {
        village.serve("a.example", 443, request -> ok("x".repeat(20_000)));
        TaskNetwork network = village.open(30_000, rule("GET", "https://a.example", "/", ""));
        assertThat(ask(network, get("/1"))).endsWith("xx");
        assertThat(ask(network, get("/2")).length()).isLessThan(20_000);
        assertThat(ask(network, get("/3"))).startsWith("HTTP/1.1 403 ").contains("30000 bytes");
        assertThat(village.heardBy("a.example")).hasSize(2);
    }

    @Test
    void countsWhatIsSentToo() throws Exception {
        TaskNetwork network = village.open(1_000, rule("POST", "https://a.example", "/", ""));
        assertThat(ask(
                        network,
                        "POST /x HTTP/1.1\r\nHost: a.example\r\nContent-Length: 4000\r\n\r\n" + "y".repeat(4000)))
                .startsWith("HTTP/1.1 403 ");
    }

    @Test
    void endsWithItsTime() throws Exception {
        TaskNetwork network = everything();
        Socket idle = Village.inside(network);
        network.await(Duration.ofMillis(50));
        assertThat(idle.getInputStream().read()).isEqualTo(-1);
        assertThat(network.socket()).doesNotExist();
    }

    /// The lease is lost while an answer is under way.
    @Test
    void everyConnectionEndsWithTheLease() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        village.serve("a.example", 443, request -> {
            asked.countDown();
            try {
                new CountDownLatch(1).await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return ok("late");
        });
        TaskNetwork network = everything();
        SSLSocket busy = Village.tunnel(network, "a.example:443", "a.example");
        busy.getOutputStream().write(get("/x").getBytes(StandardCharsets.US_ASCII));
        Socket idle = Village.inside(network);
        assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();

        long before = System.nanoTime();
        village.permitted = false;
        village.networks.endAll("The guardian is not there.");
        assertThat(idle.getInputStream().read()).isEqualTo(-1);
        assertThatThrownBy(() -> {
                    if (busy.getInputStream().read() < 0) {
                        throw new IOException("ended");
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
        assertThat(network.socket()).doesNotExist();
        assertThatThrownBy(this::everything)
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("Nothing was started");
        network.close();
        assertThat(village.audited("closed").toString()).contains("The guardian is not there.");
    }

    @Test
    void sendsNothingWithoutALeaseEvenOnAnOpenConnection() throws Exception {
        TaskNetwork network = everything();
        village.permitted = false;
        assertThat(plainly(network, "CONNECT a.example:443 HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 403 ");
        assertThat(village.heardBy("a.example")).isEmpty();
    }
}
