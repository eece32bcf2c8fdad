package moltbot.spawner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import moltbot.contract.json.JsonObject;
import moltbot.contract.sandbox.SandboxFrame.Kind;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxResult.Ending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is held open ends with its caller, its lease and its spawner, within a second and whole, whatever it is doing.
final class HoldEndingTest {
    private static final Duration SOON = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private final String marker = "marker-" + System.nanoTime();

    /// Programs that do not want to end.
    enum Stubborn {
        DEAF("trap '' TERM HUP INT; echo on; while :; do sleep 1; done"),
        DETACHED("setsid sh -c 'trap \"\" HUP; while :; do sleep 1; : MARK; done' & echo on; sleep 60"),
        STOPPED("echo on; kill -STOP $$"),
        SHUT("echo on; exec python3 -c 'import os,time; os.close(0); os.close(1); os.close(2); time.sleep(99) # MARK'"),
        FORKING("echo on; exec python3 -c '\nimport os # MARK\nwhile True:\n try: os.fork()\n except OSError: pass'"),
        POURING("echo on; exec yes MARK"),
        UNREADING("echo on; exec sleep 60");

        private final String script;

        Stubborn(String script) {
            this.script = script;
        }

        Held begin(House house, String marker) throws IOException {
            Held held = Held.open(house, "sh", "-c", script.replace("MARK", marker) + "\n: " + marker);
            held.until("on\n");
            assertThat(House.processesWith(marker)).isPositive();
            return held;
        }
    }

    private void assertGoneWithin(Duration time) throws IOException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (House.processesWith(marker) > 0 && System.nanoTime() < end) {
            assertThat(new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(House.processesWith(marker)).as("processes left").isZero();
    }

    private void assertNothingLeft() throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
        while (folders() > 0 && System.nanoTime() < end) {
            assertThat(new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(folders()).as("folders left").isZero();
    }

    private long folders() throws IOException {
        try (Stream<Path> folders = Files.list(folder.resolve("spawner/work"))) {
            return folders.filter(path -> path.getFileName().toString().startsWith("task-"))
                    .count();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallerThatGoesAwayEndsIt(Stubborn program) throws Exception {
        try (House house = House.start(folder).leased()) {
            Held held = program.begin(house, marker);
            if (program == Stubborn.UNREADING) {
                for (int sent = 0; sent < SandboxHold.WINDOW_BYTES; sent += SandboxHold.PIECE_BYTES) {
                    held.send(Kind.INPUT, new byte[SandboxHold.PIECE_BYTES]);
                }
            }
            held.close();

            assertGoneWithin(SOON);
            assertNothingLeft();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLostLeaseEndsIt(Stubborn program) throws Exception {
        try (House house = House.start(folder).leased();
                Held held = program.begin(house, marker)) {
            house.guardianDies();

            assertGoneWithin(SOON);
            if (program != Stubborn.POURING) {
                assertThat(held.end().ending()).isEqualTo(Ending.CANCELLED);
                assertThat(held.end().detail()).isEqualTo("It was ended for safety: The guardian is not there.");
            }
            assertNothingLeft();
        }
    }

    @Test
    void aSpawnerThatStopsEndsIt() throws Exception {
        House house = House.start(folder).leased();
        Stubborn.DETACHED.begin(house, marker);
        house.close();

        assertGoneWithin(SOON);
    }

    @ParameterizedTest
    @EnumSource
    void aKilledSpawnerTakesItWithIt(Stubborn program) throws Exception {
        House house = House.around(folder);
        Process spawner = house.spawner(folder);
        house.leased();
        program.begin(house, marker);
        spawner.destroyForcibly().waitFor();

        assertGoneWithin(SOON);
        house.close();
    }

    /// Its output fills the link; then even its end cannot be told, and the place must be free all the same.
    @Test
    void aCallerThatDoesNotReadKeepsNoPlace() throws Exception {
        JsonObject one = JsonObject.with("maxHeld", 1).build();
        try (House house = House.start(folder, one).leased();
                Held held = Held.open(house, Duration.ofMillis(500), Held.LIFE, "yes", marker)) {
            held.until("\n");
            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (folders() > 0 && System.nanoTime() < end) {
                assertThat(new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS))
                        .isFalse();
            }

            assertGoneWithin(SOON);
            try (Held next = Held.open(house, "echo", "next")) {
                assertThat(next.until("next\n").end().ending()).isEqualTo(Ending.EXITED);
            }
        }
    }

    @Test
    void leavesNothingWhereItIsCancelledAtAnyMomentOfItsStart() throws Exception {
        java.util.Random random = new java.util.Random(8);
        String digits = marker.replaceAll("\\D", "");
        JsonObject many = JsonObject.with("maxHeld", 100).build();
        try (House house = House.start(folder, many).leased()) {
            for (int i = 0; i < 60; i++) {
                Held held = Held.open(house, "sleep", "100." + digits);
                long moment = random.nextLong(Duration.ofMillis(40).toNanos());
                assertThat(new CountDownLatch(1).await(moment, TimeUnit.NANOSECONDS))
                        .isFalse();
                held.close();
            }
            assertNothingLeft();
            assertThat(House.processesWith(digits)).isZero();
        }
    }
}
