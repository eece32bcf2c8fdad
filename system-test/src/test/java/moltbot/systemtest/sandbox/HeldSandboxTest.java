package moltbot.systemtest.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import moltbot.contract.ContractException;
import moltbot.contract.link.LinkCall;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxResult.Ending;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.contract.seal.Seal;
import moltbot.runtime.link.HeldSandbox;
import moltbot.runtime.link.HeldSandbox.Word;
import moltbot.runtime.workspace.Spool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The runtime's way to what is held open, with a real spawner and real sandboxes.
final class HeldSandboxTest {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final String ECHO =
            "import sys\nfor line in sys.stdin:\n sys.stdout.write('heard ' + line); sys.stdout.flush()\nprint('bye')";

    @TempDir
    Path folder;

    private final String marker = "marker-" + System.nanoTime();
    private CompartmentProcess spawner;
    private LinkCall lease;

    @BeforeEach
    void start() throws Exception {
        spawner = CompartmentProcess.spawner(folder);
        lease = spawner.lease();
    }

    @AfterEach
    void stop() throws Exception {
        spawner.close();
    }

    private HeldSandbox open(Duration silence, String... argv) throws IOException {
        SandboxLimits usual = SandboxLimits.STANDARD;
        SandboxLimits limits = new SandboxLimits(
                silence, usual.memoryBytes(), usual.processes(), usual.outputBytes(), usual.diskBytes());
        SandboxSpec spec = new SandboxSpec(
                List.of(argv),
                new TreeMap<>(Map.of("PATH", "/usr/bin:/bin")),
                ".",
                Seal.sha256Hex(new byte[0]),
                limits);
        SandboxHold hold = new SandboxHold(spec, Duration.ofMinutes(5));
        return HeldSandbox.open(
                spawner.runtime(),
                hold,
                CompartmentProcess.grant(SandboxHold.EFFECT, hold.digest()),
                Spool.create(folder, 1 << 20),
                Spool.create(folder, 64 << 20));
    }

    private HeldSandbox echo() throws IOException {
        return open(Duration.ofMinutes(1), "python3", "-c", ECHO, marker);
    }

    private static String line(HeldSandbox held) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (!line.toString(UTF_8).endsWith("\n")) {
            switch (held.next()) {
                case Word.Output(byte[] bytes) -> line.writeBytes(bytes);
                case Word.Errors(byte[] bytes) -> throw new AssertionError(new String(bytes, UTF_8));
                case Word.Ended(var result) -> throw new AssertionError("It ended: " + result);
                case Word.Lost() -> throw new AssertionError("It was lost.");
            }
        }
        return line.toString(UTF_8);
    }

    private static Word last(HeldSandbox held, ByteArrayOutputStream output) {
        while (true) {
            switch (held.next()) {
                case Word.Output(byte[] bytes) -> output.writeBytes(bytes);
                case Word.Errors(byte[] bytes) -> output.writeBytes(bytes);
                case Word.Ended ended -> {
                    return ended;
                }
                case Word.Lost lost -> {
                    return lost;
                }
            }
        }
    }

    private static Word last(HeldSandbox held) {
        return last(held, new ByteArrayOutputStream());
    }

    private long running() throws IOException {
        long count = 0;
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                count += commandLine(process).contains(marker) ? 1 : 0;
            }
        }
        return count;
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private void assertGoneSoon() throws IOException, InterruptedException {
        long end = System.nanoTime() + SOON.toNanos();
        while (running() > 0 && System.nanoTime() < end) {
            assertThat(new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(running()).as("processes left").isZero();
    }

    @Test
    void speaksWithAProgramUntilItsInputEnds() throws Exception {
        try (HeldSandbox held = echo()) {
            for (int i = 0; i < 20; i++) {
                assertThat(held.write(("word " + i + "\n").getBytes(UTF_8))).isTrue();
                assertThat(line(held)).isEqualTo("heard word " + i + "\n");
            }
            held.endInput();

            ByteArrayOutputStream rest = new ByteArrayOutputStream();
            assertThat(last(held, rest)).isInstanceOfSatisfying(Word.Ended.class, ended -> {
                assertThat(ended.result().ending()).isEqualTo(Ending.EXITED);
                assertThat(ended.result().exitCode()).isZero();
                assertThat(ended.result().archive()).isTrue();
            });
            assertThat(rest.toString(UTF_8)).isEqualTo("bye\n");
            assertThat(held.write("more".getBytes(UTF_8))).isFalse();
        }
    }

    @Test
    void writesMoreThanMayBeUnderWayAsFastAsItIsTaken() throws Exception {
        byte[] all = new byte[3 << 20];
        new Random(3).nextBytes(all);
        try (HeldSandbox held = open(Duration.ofMinutes(1), "cat")) {
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    assertThat(held.write(all)).isTrue();
                    held.endInput();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            ByteArrayOutputStream heard = new ByteArrayOutputStream();

            assertThat(last(held, heard)).isInstanceOf(Word.Ended.class);
            writer.join();
            assertThat(heard.toByteArray()).isEqualTo(all);
        }
    }

    @Test
    void tellsThatItWasSilentForTooLong() throws Exception {
        try (HeldSandbox held = open(Duration.ofMillis(700), "python3", "-c", ECHO, marker)) {
            held.write("word\n".getBytes(UTF_8));
            assertThat(line(held)).isEqualTo("heard word\n");

            assertThat(last(held)).isInstanceOfSatisfying(Word.Ended.class, ended -> {
                assertThat(ended.result().ending()).isEqualTo(Ending.TIMED_OUT);
                assertThat(ended.result().detail()).contains("Nothing came or went for 0.7 s");
            });
            assertGoneSoon();
        }
    }

    @Test
    void endsItsProgramWhenClosedAndAWriterThatWaits() throws Exception {
        HeldSandbox held = open(Duration.ofMinutes(1), "sh", "-c", "echo on; trap '' TERM; sleep 60; : " + marker);
        assertThat(line(held)).isEqualTo("on\n");
        assertThat(running()).isPositive();
        CountDownLatch refused = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            try {
                if (!held.write(new byte[1 << 20])) {
                    refused.countDown();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        held.close();

        assertGoneSoon();
        assertThat(refused.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aKilledSpawnerLeavesNothingRunning() throws Exception {
        try (HeldSandbox held = echo()) {
            held.write("word\n".getBytes(UTF_8));
            assertThat(line(held)).isEqualTo("heard word\n");
            assertThat(running()).isPositive();
            spawner.kill();

            assertGoneSoon();
            assertThat(last(held)).isEqualTo(new Word.Lost());
        }
    }

    @Test
    void tellsThatTheLeaseWasLostAndBeginsNothingWithoutOne() throws Exception {
        try (HeldSandbox held = echo()) {
            held.write("word\n".getBytes(UTF_8));
            assertThat(line(held)).isEqualTo("heard word\n");
            lease.close();

            assertThat(last(held)).isInstanceOfSatisfying(Word.Ended.class, ended -> {
                assertThat(ended.result().ending()).isEqualTo(Ending.CANCELLED);
                assertThat(ended.result().detail()).contains("for safety");
            });
            assertGoneSoon();
            assertThatThrownBy(this::echo)
                    .isInstanceOfSatisfying(
                            ContractException.class, e -> assertThat(e.reason()).isEqualTo("no-lease"));
        }
    }
}
