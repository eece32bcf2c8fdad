package moltbot.contract.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Real child processes: what ends a compartment is the operating system's to say.
@Timeout(60)
final class CompartmentTest {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final List<Process> started = new ArrayList<>();

    /// A compartment with two things to close and a thread that would keep the process alive.
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws InterruptedException {
            Compartment.run((boot, life) -> {
                if (args[0].equals("broken")) {
                    throw new NoClassDefFoundError("moltbot/Missing");
                }
                life.onStop(() -> System.out.println("closed first"));
                life.onStop(() -> {
                    throw new IllegalStateException("does not close");
                });
                life.onStop(() -> System.out.println("closed last, " + boot));
                if (args[0].equals("lingering")) {
                    Thread.ofPlatform().start(() -> {
                        while (true) {
                            LockSupport.park();
                        }
                    });
                }
            });
        }
    }

    private BufferedReader start(String how) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        how)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        started.add(process);
        return new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    @AfterEach
    void kill() {
        started.forEach(Process::destroyForcibly);
    }

    private void boot() throws IOException {
        started.getLast().getOutputStream().write((BootTest.boot().toJson() + "\n").getBytes(UTF_8));
        started.getLast().getOutputStream().flush();
    }

    private List<String> endsSoon(BufferedReader said, long since) throws Exception {
        assertThat(started.getLast().waitFor(20, TimeUnit.SECONDS)).isTrue();
        Duration took = Duration.ofNanos(System.nanoTime() - since);
        assertThat(took).as("a second, and what a busy machine adds").isLessThan(SOON.multipliedBy(3));
        List<String> lines = new ArrayList<>();
        said.lines().forEach(lines::add);
        return lines;
    }

    @Test
    void endsWhenItsSupervisorIsGoneWhateverThreadsAreLeftAndClosesInReverse() throws Exception {
        BufferedReader said = start("lingering");
        boot();
        assertThat(said.readLine()).isEqualTo("{\"ready\":true}");
        long since = System.nanoTime();
        started.getLast().getOutputStream().close();

        assertThat(endsSoon(said, since)).containsExactly("closed last, Boot[control]", "closed first");
        assertThat(started.getLast().exitValue()).isZero();
    }

    @Test
    void endsWhenItIsToldToAndClosesInReverse() throws Exception {
        BufferedReader said = start("plain");
        boot();
        assertThat(said.readLine()).isEqualTo("{\"ready\":true}");
        long since = System.nanoTime();
        started.getLast().toHandle().destroy(); // unlike Process.destroy, this leaves what it says readable

        assertThat(endsSoon(said, since)).containsExactly("closed last, Boot[control]", "closed first");
    }

    @Test
    void saysInOneLineThatItCouldNotStart() throws Exception {
        BufferedReader said = start("broken");
        boot();

        assertThat(JsonObject.parse(String.valueOf(said.readLine())).text("failed"))
                .contains("its log says why");
        assertThat(started.getLast().waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(started.getLast().exitValue()).isEqualTo(1);
    }

    @Test
    void saysWhatToDoInsteadOfBeingStartedByHand() throws Exception {
        BufferedReader said = start("plain");
        started.getLast().getOutputStream().close();

        assertThat(JsonObject.parse(String.valueOf(said.readLine())).text("failed"))
                .contains("./moltbot up");
        assertThat(started.getLast().waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(started.getLast().exitValue()).isEqualTo(1);
    }
}
