package moltbot.spawner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import moltbot.contract.link.LinkCall;
import moltbot.contract.sandbox.SandboxResult.Ending;
import moltbot.spawner.House.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// However a task's owner, its lease or its spawner ends, the task ends with it, whole.
final class EndingTest {
    private static final Duration SOON = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private final String marker = "marker-" + System.nanoTime();

    private LinkCall stubborn(House house) throws IOException {
        LinkCall call = house.begin(
                "sh",
                "-c",
                "trap '' TERM HUP; setsid sh -c 'while :; do sleep 1; : " + marker + "; done' & echo on; sleep 60");
        call.next();
        assertThat(House.processesWith(marker)).isPositive();
        return call;
    }

    private void assertGoneWithin(Duration time) throws IOException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (House.processesWith(marker) > 0 && System.nanoTime() < end) {
            assertThat(new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(House.processesWith(marker)).as("processes left").isZero();
    }

    @Test
    void aCallerThatGoesAwayEndsItsTask() throws Exception {
        try (House house = House.start(folder).leased()) {
            stubborn(house).close();

            assertGoneWithin(SOON);
            assertThat(house.run("echo", "next").text()).isEqualTo("next\n");
        }
        assertThat(folder.resolve("spawner/work")).isDirectoryNotContaining("glob:**/task-*");
    }

    /// bubblewrap alone leaves its sandbox behind when it is killed in its first milliseconds.
    @Test
    void aTaskCancelledAtAnyMomentOfItsStartLeavesNothing() throws Exception {
        Random random = new Random(7);
        try (House house = House.start(folder).leased()) {
            for (int i = 0; i < 150; i++) {
                LinkCall call = house.begin("sleep", "100." + marker.replaceAll("\\D", ""));
                long moment = random.nextLong(Duration.ofMillis(60).toNanos());
                assertThat(new CountDownLatch(1).await(moment, TimeUnit.NANOSECONDS))
                        .isFalse();
                call.close();
            }
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (tasks() > 0 && System.nanoTime() < end) {
                assertThat(new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS))
                        .isFalse();
            }
            assertThat(tasks()).as("tasks that did not end").isZero();
            assertThat(House.processesWith(marker.replaceAll("\\D", ""))).isZero();
        }
    }

    private long tasks() throws IOException {
        try (Stream<Path> folders = Files.list(folder.resolve("spawner/work"))) {
            return folders.filter(path -> path.getFileName().toString().startsWith("task-"))
                    .count();
        }
    }

    @Test
    void aLostLeaseEndsRunningTasksAndSaysSo() throws Exception {
        try (House house = House.start(folder).leased();
                LinkCall call = stubborn(house)) {
            house.guardianDies();

            assertGoneWithin(SOON);
            Answer answer = House.read(call);
            assertThat(answer.result().ending()).isEqualTo(Ending.CANCELLED);
            assertThat(answer.result().archive()).isFalse();
            assertThat(answer.result().detail()).isEqualTo("The task was ended for safety: The guardian is not there.");
        }
    }

    @Test
    void aSpawnerThatStopsEndsItsTasks() throws Exception {
        House house = House.start(folder).leased();
        stubborn(house);
        house.close();

        assertGoneWithin(SOON);
    }

    @Test
    void aKilledSpawnerTakesItsTasksWithIt() throws Exception {
        House house = House.around(folder);
        Process spawner = house.spawner(folder);
        house.leased();
        stubborn(house);
        spawner.destroyForcibly().waitFor();

        assertGoneWithin(SOON);
        house.close();
    }

    @Test
    void worksInASpawnerThatMayNeitherUseTheNetworkNorGainPrivileges() throws Exception {
        House house = House.around(folder);
        Path filter = Files.writeString(folder.resolve("no-internet.py"), NO_INTERNET);
        Process spawner = house.spawner(folder, "/usr/bin/python3", filter.toString());
        try {
            Answer answer = house.leased().shell("echo works; cat /proc/self/status | grep Seccomp_filters");

            assertThat(answer.text()).isEqualTo("works\nSeccomp_filters:\t2\n");
        } finally {
            spawner.destroyForcibly().waitFor();
            house.close();
        }
    }

    /// Denies AF_INET and AF_INET6 sockets (x86_64 and arm64), sets no_new_privs, then becomes the command.
    private static final String NO_INTERNET = """
            import ctypes, os, platform, struct, sys
            libc = ctypes.CDLL(None, use_errno=True)
            call = 41 if platform.machine() == 'x86_64' else 198
            f = lambda code, yes, no, k: struct.pack('HBBI', code, yes, no, k)
            code = b''.join([f(0x20, 0, 0, 0), f(0x15, 0, 4, call), f(0x20, 0, 0, 16), f(0x15, 1, 0, 2),
                f(0x15, 0, 1, 10), f(6, 0, 0, 0x50061), f(6, 0, 0, 0x7fff0000)])
            buffer = ctypes.create_string_buffer(code)
            class Program(ctypes.Structure):
                _fields_ = [('length', ctypes.c_ushort), ('filter', ctypes.c_void_p)]
            program = Program(len(code) // 8, ctypes.addressof(buffer))
            assert libc.prctl(38, 1, 0, 0, 0) == 0
            assert libc.prctl(22, 2, ctypes.byref(program), 0, 0) == 0
            os.execvp(sys.argv[1], sys.argv[1:])
            """;
}
