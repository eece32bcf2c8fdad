package moltbot.guardian.observe.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import moltbot.guardian.Await;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.network.Datagrams;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.network.OpenDatagrams;
import moltbot.testing.Needed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// L3 on the real kernel, with a process that listens for datagrams as one of ours would.
@EnabledOnOs(OS.LINUX)
class DatagramObserverTest {
    private static final String LISTEN = "import socket,sys;s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM);"
            + "s.bind((sys.argv[1],0));print(s.getsockname()[1],flush=True);sys.stdin.read()";

    @Test
    void seesWhoOfUsTakesDatagramsFromOthers() throws Exception {
        Needed.programs("python3");
        Process wide = start("0.0.0.0");
        Process near = start("127.0.0.1");
        try {
            String port = wide.inputReader().readLine();
            String nearPort = near.inputReader().readLine();
            DatagramObserver house = new DatagramObserver(wide.pid());
            Await.until(
                    "it is seen", Duration.ofSeconds(10), () -> !found(house).isEmpty());
            assertThat(found(house)).singleElement().satisfies(finding -> {
                assertThat(finding.check()).isEqualTo("L3");
                assertThat(finding.action()).isEqualTo(Finding.Action.WARN);
                assertThat(finding.evidence()).contains(":" + port + " by python3");
            });
            DatagramObserver quiet = new DatagramObserver(near.pid());
            assertThat(seen(quiet).open())
                    .extracting(one -> one.endpoint().toString())
                    .containsExactly("127.0.0.1:" + nearPort);
            assertThat(found(quiet)).as("loopback is nobody else's").isEmpty();
        } finally {
            wide.destroyForcibly();
            near.destroyForcibly();
        }
    }

    private static Process start(String address) throws Exception {
        return new ProcessBuilder("python3", "-c", LISTEN, address)
                .directory(Path.of("/").toFile())
                .start();
    }

    private static List<Finding> found(DatagramObserver observer) {
        return new OpenDatagrams().judge(seen(observer));
    }

    private static Datagrams seen(DatagramObserver observer) {
        if (observer.observe() instanceof Observation.Seen<Datagrams>(Datagrams datagrams)) {
            return datagrams;
        }
        throw new AssertionError("UDP sockets could not be seen.");
    }
}
