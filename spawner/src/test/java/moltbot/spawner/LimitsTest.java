package moltbot.spawner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import moltbot.contract.link.LinkCall;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxResult.Ending;
import moltbot.spawner.House.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every limit, run into for real.
final class LimitsTest {
    private static final long MB = 1 << 20;

    @TempDir
    static Path folder;

    private static House house;

    @BeforeAll
    static void start() throws Exception {
        house = House.start(folder).leased();
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    private static SandboxLimits limits(Duration time, long memory, int processes) {
        return new SandboxLimits(time, memory, processes, 64 << 10, 16 * MB);
    }

    @Test
    void endsATaskWhoseTimeIsUp() {
        Answer answer = house.within(
                limits(Duration.ofMillis(1500), 128 * MB, 16), "echo begun; trap '' TERM; while :; do sleep 1; done");

        assertThat(answer.result().ending()).isEqualTo(Ending.TIMED_OUT);
        assertThat(answer.result().detail()).isEqualTo("It did not end within 1.5 s and was ended.");
        assertThat(answer.result().took()).isBetween(Duration.ofMillis(1500), Duration.ofMillis(3500));
        assertThat(answer.text()).isEqualTo("begun\n");
        assertThat(answer.result().archive()).isFalse();
        assertThat(answer.archive()).isEmpty();
    }

    @Test
    void endsATaskThatDetachesWhenItsTimeIsUp() throws Exception {
        String marker = "marker-detached-" + System.nanoTime();
        Answer answer = house.within(
                limits(Duration.ofSeconds(1), 128 * MB, 16),
                "setsid sh -c 'trap \"\" HUP TERM; while :; do sleep 1; : " + marker + "; done' & sleep 100");

        assertThat(answer.result().ending()).isEqualTo(Ending.TIMED_OUT);
        assertThat(House.processesWith(marker)).isZero();
    }

    @Test
    void keepsOneProcessWithinItsMemory() {
        Answer answer = house.python(limits(Duration.ofSeconds(20), 128 * MB, 16), "x = bytearray(1 << 28)");

        assertThat(answer.result().ending()).isEqualTo(Ending.EXITED);
        assertThat(answer.result().exitCode()).isEqualTo(1);
        assertThat(answer.errorText()).contains("MemoryError");
    }

    @Test
    void endsATaskWhoseProcessesTogetherHaveTooMuchMemory() {
        Answer answer = house.python(limits(Duration.ofSeconds(30), 128 * MB, 16), """
                import os, time
                for i in range(8):
                    if os.fork() == 0:
                        x = bytearray(64 << 20)
                        for j in range(0, len(x), 4096): x[j] = 1
                        time.sleep(60)
                os.wait()
                """);

        assertThat(answer.result().ending()).isEqualTo(Ending.OUT_OF_BOUNDS);
        assertThat(answer.result().detail()).isEqualTo("It used more than 128 MB of memory and was ended.");
        assertThat(answer.result().took()).isLessThan(Duration.ofSeconds(25));
    }

    /// What was given out of hand would be nobody's, and counted for nobody.
    @Test
    void givesSharedMemoryOnlyOfAFile() {
        Answer answer = house.python(limits(Duration.ofSeconds(30), 128 * MB, 16), """
                import mmap, multiprocessing, os
                def attempt(make):
                    try:
                        make()
                        print('given')
                    except OSError as e:
                        print(e.strerror)
                attempt(lambda: mmap.mmap(-1, 4096))
                attempt(lambda: mmap.mmap(os.open('/dev/zero', os.O_RDWR), 4096))
                attempt(lambda: mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS))
                print(open('/dev/zero', 'rb', 0).read(3))
                shared = multiprocessing.Array('i', 1000)
                child = multiprocessing.Process(target=lambda: shared.__setitem__(0, 7))
                child.start()
                child.join()
                print(shared[0])
                """);

        assertThat(answer.text().lines())
                .containsExactly("Cannot allocate memory", "No such device", "given", "b'\\x00\\x00\\x00'", "7");
    }

    /// The kernel's memory for what nobody reads is no process's.
    @Test
    void endsATaskWhoseSocketsHoldTooMuch() {
        Answer answer = house.python(limits(Duration.ofSeconds(30), 64 * MB, 16), """
                import os, socket, time
                for i in range(8):
                    if os.fork() == 0:
                        held = [socket.socketpair() for i in range(100)]
                        time.sleep(60)
                os.wait()
                """);

        assertThat(answer.result().ending()).isEqualTo(Ending.OUT_OF_BOUNDS);
        assertThat(answer.result().detail()).isEqualTo("It used more than 64 MB of memory and was ended.");
    }

    @Test
    void doesNotCountMemorySharedAfterAForkTwice() {
        Answer answer = house.python(limits(Duration.ofSeconds(30), 256 * MB, 16), """
                import os, time
                x = bytearray(48 << 20)
                for j in range(0, len(x), 4096): x[j] = 1
                for i in range(8):
                    if os.fork() == 0:
                        time.sleep(1)
                        os._exit(0)
                for i in range(8): os.wait()
                print('fine')
                """);

        assertThat(answer.text()).isEqualTo("fine\n");
    }

    @Test
    void keepsATaskWithinItsProcesses() {
        Answer answer = house.python(limits(Duration.ofSeconds(30), 128 * MB, 10), """
                import os, time
                made = 1
                try:
                    while made < 100:
                        if os.fork() == 0:
                            time.sleep(60)
                        made += 1
                except BlockingIOError:
                    pass
                print(made, flush=True)
                """);

        assertThat(answer.text()).isEqualTo("10\n");
        assertThat(answer.result().ending()).isEqualTo(Ending.EXITED);
    }

    @Test
    void outlivesAForkBomb() throws Exception {
        String marker = "marker-bomb-" + System.nanoTime();
        Answer answer = house.python(limits(Duration.ofSeconds(2), 128 * MB, 32), """
                import os  # %s
                while True:
                    try:
                        os.fork()
                    except OSError:
                        pass
                """.formatted(marker));

        assertThat(answer.result().ending()).isEqualTo(Ending.TIMED_OUT);
        assertThat(answer.result().took()).isLessThan(Duration.ofSeconds(4));
        assertThat(House.processesWith(marker)).isZero();
        assertThat(house.run("echo", "well").text()).isEqualTo("well\n");
    }

    @Test
    void dropsOutputBeyondItsLimitAndLetsTheTaskGoOn() {
        Answer answer = house.within(
                limits(Duration.ofSeconds(30), 128 * MB, 16),
                "head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2; echo end > kept");

        assertThat(answer.output().length + answer.errors().length).isEqualTo(64 << 10);
        assertThat(answer.result().outputTruncated()).isTrue();
        assertThat(answer.result().exitCode()).isZero();
        assertThat(answer.files()).containsKey("kept");
    }

    @Test
    void keepsATaskWithinItsDiskWhereverItWrites() {
        Answer answer = house.within(limits(Duration.ofSeconds(30), 128 * MB, 16), """
                head -c 10m /dev/zero > a || echo first
                head -c 10m /dev/zero > /tmp/b || echo second
                head -c 10m /dev/zero > /dev/shm/c || echo third
                df --output=size -k /workspace | tail -1 | tr -d ' '
                """.replace("10m", "10000000"));

        assertThat(answer.text()).isEqualTo("second\nthird\n16384\n");
        assertThat(answer.errorText()).contains("No space left on device");
        assertThat(answer.result().ending()).isEqualTo(Ending.EXITED);
        assertThat(answer.files().get("a")).hasSize(10_000_000);
    }

    @Test
    void boundsTheNumberOfFiles() {
        Answer answer = house.python(limits(Duration.ofSeconds(60), 128 * MB, 16), """
                import os
                made = 0
                try:
                    while made < 200000:
                        open('/tmp/%d' % made, 'w').close()
                        made += 1
                except OSError as e:
                    print(e.strerror)
                print(made < 66000)
                """);

        assertThat(answer.text()).isEqualTo("No space left on device\nTrue\n");
    }

    @Test
    void refusesAWorkspaceLargerThanItsDisk() {
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < 6_000; i++) {
            files.put("f" + i, "tiny".getBytes(UTF_8));
        }
        byte[] workspace = Tar.of(files);
        Answer answer =
                house.run(House.spec(workspace, limits(Duration.ofSeconds(30), 128 * MB, 16), "true"), workspace);

        assertThat(answer.result().ending()).isEqualTo(Ending.OUT_OF_BOUNDS);
        assertThat(answer.result().detail())
                .isEqualTo("The workspace does not fit into the 16 MB this task may have on disk. Nothing was run.");
    }

    @Test
    void keepsNothingOfAWorkspaceThatUnfoldsIntoAnArchiveTooLarge() {
        Answer answer = house.within(limits(Duration.ofSeconds(30), 128 * MB, 16), "truncate -s 30M a b; echo done");

        assertThat(answer.text()).isEqualTo("done\n");
        assertThat(answer.result().ending()).isEqualTo(Ending.OUT_OF_BOUNDS);
        assertThat(answer.result().archive()).isFalse();
        assertThat(answer.result().detail()).contains("exit code 0").contains("could not be taken out");
    }

    /// Whoever takes another process of its sandbox over has won nothing.
    @Test
    void noProcessOfTheSandboxHasWiderLimitsThanTheTask() {
        Answer answer = house.python(limits(Duration.ofSeconds(30), 128 * MB, 10), """
                import glob
                limits = [open(name).read() for name in glob.glob('/proc/[0-9]*/limits')]
                print(len(limits), len(set(limits)))
                for line in limits[0].splitlines():
                    if line.startswith(('Max data', 'Max proc', 'Max open', 'Max core', 'Max locked')):
                        print(*line.split()[:5])
                """);

        assertThat(answer.text().lines())
                .containsExactly(
                        "2 1",
                        "Max data size 134217728 134217728",
                        "Max core file size 0",
                        "Max processes 18 18 processes",
                        "Max open files 256 256",
                        "Max locked memory 0 0");
    }

    @Test
    void aSandboxThatIsEndedFromOutsideKeepsNothing() throws Exception {
        String marker = "marker-outside-" + System.nanoTime();
        try (LinkCall call = house.begin("sh", "-c", "echo on; sleep 60; : " + marker)) {
            call.next();
            assertThat(House.killAll(marker)).isPositive();

            Answer answer = House.read(call);
            assertThat(answer.result().ending()).isEqualTo(Ending.OUT_OF_BOUNDS);
            assertThat(answer.result().archive()).isFalse();
            assertThat(answer.result().detail()).startsWith("The whole sandbox was ended from outside");
        }
    }
}
