package moltbot.spawner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.sandbox.SandboxFrame;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxResult.Ending;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.contract.seal.Seal;
import moltbot.spawner.House.Answer;
import moltbot.spawner.docker.Engines;
import moltbot.spawner.docker.ForgetfulEngine;
import moltbot.testing.Dockerd;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Tasks in a real Docker of the test's own, on the image that `deploy/sandbox/build` makes; and the same under gVisor.
@EnabledOnOs(OS.LINUX)
class ContainerTest {
    private static final String IMAGE = Engines.IMAGE;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofSeconds(6);

    @TempDir
    static Path folder;

    private static Dockerd docker;
    private static House house;
    private static House gvisor;

    @BeforeAll
    static void begin() throws Exception {
        docker = Engines.start(folder);
        house = started("docker").leased();
        gvisor = started("gvisor").leased();
    }

    /// Waits, with a deadline, for what must come.
    static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime() - end).as("waited in vain").isNegative();
            LockSupport.parkNanos(10_000_000);
        }
    }

    @AfterAll
    static void end() throws Exception {
        try (Dockerd last = docker;
                House one = house;
                House other = gvisor) {
            assertThat(last).isNotNull();
            assertThat(one).isNotNull();
            assertThat(other).isNotNull();
        }
    }

    private static House started(String tier) throws Exception {
        return House.start(
                Files.createTempDirectory(folder, tier), settings(tier, IMAGE).build());
    }

    private static JsonObject.Builder settings(String tier, String image) {
        return JsonObject.with("tier", tier)
                .with("image", image)
                .with("ready", 1)
                .with("dockerSocket", docker.socket().toString());
    }

    @Test
    void runsACommandWithExactlyItsEnvironmentAndTellsItsExitCode() {
        for (House each : new House[] {house, gvisor}) {
            Answer answer = each.shell("env | sort | grep -vE '^(PWD|SHLVL|_)='; echo wrong >&2; exit 3");
            assertThat(answer.result().ending()).isEqualTo(Ending.EXITED);
            assertThat(answer.result().exitCode()).isEqualTo(3);
            assertThat(answer.text()).isEqualTo("HOME=/workspace\nPATH=/usr/bin:/bin\n");
            assertThat(answer.errorText()).isEqualTo("wrong\n");
            assertThat(answer.result().detail()).isEmpty();
        }
        assertThat(house.shell("true").result().tier()).isEqualTo("docker");
        assertThat(gvisor.shell("true").result().tier()).isEqualTo("gvisor");
        assertThat(gvisor.shell("cat /proc/version").text())
                .isNotEqualTo(house.shell("cat /proc/version").text());
    }

    @Test
    void takesAWorkspaceInAndOut() {
        byte[] workspace = Tar.of(Map.of("in/a.txt", "hello".getBytes(StandardCharsets.UTF_8)));
        for (House each : new House[] {house, gvisor}) {
            SandboxSpec spec = House.spec(
                    workspace, SandboxLimits.STANDARD, "sh", "-c", "tr a-z A-Z < in/a.txt > b; ln -s b c; chmod 0 b");
            Answer answer = each.run(spec, workspace);
            assertThat(answer.result().detail()).contains("special files");
            assertThat(answer.files()).containsOnlyKeys("in/", "in/a.txt", "b");
            assertThat(answer.files().get("b")).isEqualTo("HELLO".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void leavesATaskNoPowerAndNoNetwork() {
        Answer answer = house.shell("""
                id -un; grep -E '^(CapEff|CapBnd|NoNewPrivs|Seccomp):' /proc/self/status | tr -d '\\t '
                ls /sys/class/net; touch /x 2>&1; kill -9 1 2>&1 | head -n 1; cat /proc/1/environ 2>&1; find / -xdev -type f -perm /6000 2>/dev/null
                cat /proc/mounts | grep -c '/workspace'""");
        assertThat(answer.text().lines())
                .containsExactly(
                        "sandbox",
                        "CapEff:0000000000000000",
                        "CapBnd:0000000000000000",
                        "NoNewPrivs:1",
                        "Seccomp:2",
                        "lo",
                        "touch: cannot touch '/x': Read-only file system",
                        "sh: 2: kill: Operation not permitted",
                        "cat: /proc/1/environ: Permission denied",
                        "1");
        assertThat(gvisor.shell("id -un; touch /x 2>&1; ls /sys/class/net 2>/dev/null")
                        .text())
                .startsWith("sandbox\ntouch: cannot touch '/x':")
                .doesNotContain("eth0");
    }

    /// The same calls as in the profile, by number, with something above what the kernel looks at.
    @Test
    void filtersCallsWhateverStandsInTheirUpperHalf() {
        Answer answer = house.python(SandboxLimits.STANDARD, """
                import ctypes, os
                arm = os.uname().machine == 'aarch64'
                libc = ctypes.CDLL(None, use_errno=True)
                def call(number, *arguments):
                    ctypes.set_errno(0)
                    libc.syscall(*[ctypes.c_long(a) for a in (number, *arguments)])
                    return ctypes.get_errno()
                above = 0x1234 << 32
                print(call(198 if arm else 41, above | 40, 1, 0), call(198 if arm else 41, above | 16, 3, 0))
                pair = ctypes.addressof((ctypes.c_int * 2)())
                print(call(199 if arm else 53, 16, 3, 0, pair), call(199 if arm else 53, above | 40, 1, 0, pair))
                print(call(198 if arm else 41, 2, 1, 132), call(198 if arm else 41, 2, 2, above | 1))
                print(call(29 if arm else 16, 0, above | 0x5412, 0), call(29 if arm else 16, 0, above | 0x541C, 0))
                print(call(97 if arm else 272, 0x10000000), call(435, 0, 0))
                """);
        assertThat(answer.text()).isEqualTo("97 97\n97 97\n93 93\n1 1\n1 38\n");
    }

    @Test
    void saysWhatCouldNotBeStarted() {
        for (House each : new House[] {house, gvisor}) {
            Answer none = each.run("no-such-program");
            assertThat(none.result().ending()).isEqualTo(Ending.NOT_STARTED);
            assertThat(none.result().detail()).contains("'no-such-program' is not in the sandbox");
            assertThat(none.text()).isEmpty();
            byte[] broken =
                    "this is no archive at all, whatever it says".repeat(60).getBytes(StandardCharsets.UTF_8);
            Answer unreadable = each.run(House.spec(broken, SandboxLimits.STANDARD, "true"), broken);
            assertThat(unreadable.result().detail()).contains("could not be unpacked");
        }
        // Only the engine's own words count, and only where nothing ran.
        assertThat(house.shell("echo 'OCI runtime exec failed: chdir'").text())
                .isEqualTo("OCI runtime exec failed: chdir\n");
    }

    @Test
    void boundsOutputMemoryDiskAndProcesses() {
        Answer much = house.run("head", "-c", "1000000", "/dev/zero");
        assertThat(much.result().outputTruncated()).isTrue();
        assertThat(much.output()).hasSize((int) SandboxLimits.STANDARD.outputBytes());
        Answer memory = house.python(SandboxLimits.STANDARD, "x = bytearray(900 << 20)");
        assertThat(memory.result().exitCode()).isEqualTo(137);
        assertThat(memory.result().detail()).contains("more than 512 MB of memory");
        assertThat(gvisor.python(SandboxLimits.STANDARD, "x = bytearray(900 << 20)")
                        .result()
                        .ending())
                .isEqualTo(Ending.OUT_OF_BOUNDS);
        assertThat(house.shell("head -c 200000000 /dev/zero > f; echo $?").errorText())
                .containsAnyOf("No space left", "File too large");
        assertThat(house.shell("for i in $(seq 200); do sleep 60 & done; echo no")
                        .errorText())
                .contains("Cannot fork");
    }

    @Test
    void endsWhatATaskLeavesRunningAndATaskThatDoesNotEnd() throws Exception {
        String marker = "7" + System.nanoTime() % 1_000_000_000;
        Answer left = house.shell("setsid sleep " + marker + " >/dev/null 2>&1 & echo begun");
        assertThat(left.text()).isEqualTo("begun\n");
        assertThat(House.processesWith(marker)).isZero();
        SandboxLimits brief = new SandboxLimits(SECOND, 512L << 20, 64, 256 << 10, 64L << 20);
        for (House each : new House[] {house, gvisor}) {
            Answer slow = each.within(brief, "trap '' TERM HUP; sleep " + marker);
            assertThat(slow.result().ending()).isEqualTo(Ending.TIMED_OUT);
            assertThat(slow.result().took()).isLessThan(SOON);
            assertThat(House.processesWith("sleep\0" + marker)).isZero();
        }
    }

    /// The one that ends what a task left. Real engines do this now and then, and let go after five minutes.
    @Test
    void endsAlthoughTheEngineForgetsAProgramOfOurs() throws Exception {
        String marker = "4" + System.nanoTime() % 1_000_000_000;
        SandboxLimits brief = new SandboxLimits(SECOND, 512L << 20, 64, 256 << 10, 64L << 20);
        Path socket = folder.resolve("forgetful.sock");
        try (ForgetfulEngine engine = ForgetfulEngine.before(docker.socket(), socket);
                House other = House.start(
                                Files.createTempDirectory(folder, "forgetful"),
                                settings("docker", IMAGE)
                                        .with("dockerSocket", engine.socket().toString())
                                        .build())
                        .leased()) {
            Answer slow = other.within(brief, "sleep " + marker + " & echo begun");
            assertThat(slow.result().ending()).isEqualTo(Ending.TIMED_OUT);
            assertThat(engine.forgotten()).isEqualTo(1);
            assertThat(slow.result().took()).isLessThan(SOON);
            assertThat(House.processesWith("sleep\0" + marker)).isZero();
        }
    }

    /// The engine itself would wait for two seconds.
    @Test
    void endsWithItsProgramAlthoughSomethingHoldsItsOutputsOpen() throws Exception {
        String marker = "5" + System.nanoTime() % 1_000_000_000;
        for (House each : new House[] {house, gvisor}) {
            Duration usual = each.shell("echo begun; echo kept > f").result().took();
            Answer answer = each.shell("echo begun; sleep " + marker + " & echo kept > f");
            assertThat(answer.text()).isEqualTo("begun\n");
            assertThat(answer.files()).containsKey("f");
            assertThat(answer.result().took()).isLessThan(usual.plusMillis(1500));
            assertThat(House.processesWith(marker)).isZero();
        }
    }

    @Test
    void endsItWithItsCallerAndWithTheLease() throws Exception {
        String marker = "8" + System.nanoTime() % 1_000_000_000;
        try (LinkCall call = house.begin("sh", "-c", "echo begun; sleep " + marker)) {
            assertThat(SandboxFrame.decode(Objects.requireNonNull(call.next())).kind())
                    .isEqualTo(SandboxFrame.Kind.OUTPUT);
        }
        awaitNone(marker);
        try (House other = started("docker").leased();
                LinkCall call = other.begin("sh", "-c", "echo begun; sleep " + marker)) {
            assertThat(SandboxFrame.decode(Objects.requireNonNull(call.next())).kind())
                    .isEqualTo(SandboxFrame.Kind.OUTPUT);
            other.guardianDies();
            awaitNone(marker);
        }
    }

    /// Well before an engine's own patience ends it: killing a container takes a part of a second.
    static void awaitNone(String marker) throws Exception {
        long began = System.nanoTime();
        await(() -> House.processesWith("sleep\0" + marker) == 0);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    }

    /// As they do where Docker is restarted, or somebody clears what they do not know.
    @Test
    void givesNobodyAContainerThatEndedWhileItWaited() throws Exception {
        Path home = Files.createTempDirectory(folder, "waited");
        try (House other = House.start(home, settings("docker", IMAGE).build()).leased()) {
            for (String how : List.of("kill", "rm")) {
                Set<String> waiting = new HashSet<>();
                await(() -> {
                    waiting.addAll(of(docker, home));
                    return !waiting.isEmpty();
                });
                List<String> words = new ArrayList<>(List.of(how));
                words.addAll(how.equals("rm") ? List.of("-f") : List.of());
                words.addAll(waiting);
                docker.docker(words.toArray(String[]::new));
                Answer answer = other.shell("echo run");
                assertThat(answer.text()).as(how).isEqualTo("run\n");
                assertThat(answer.result().detail()).as(how).isEmpty();
            }
        }
    }

    /// The containers of one house.
    static List<String> of(Dockerd docker, Path home) throws Exception {
        String house = Seal.sha256Hex(home.resolve("spawner").toString().getBytes(StandardCharsets.UTF_8))
                .substring(0, 16);
        String label = "label=moltbot.sandbox=" + house + "-docker";
        return Dockerd.ran(List.of("docker", "-H", "unix://" + docker.socket(), "ps", "-aq", "--filter", label))
                .lines()
                .toList();
    }

    @Test
    void holdsAProgramOpenAndSpeaksWithIt() {
        for (House each : new House[] {house, gvisor}) {
            try (Held held =
                    Held.open(each, "sh", "-c", "while read -r line; do echo \"heard $line\"; done; echo bye")) {
                held.say("one\n");
                held.until("heard one\n");
                held.say("two\n");
                held.until("heard two\n");
                held.call.end();
                assertThat(held.end().ending()).isEqualTo(Ending.EXITED);
                assertThat(held.text()).endsWith("bye\n");
            }
        }
    }

    @Test
    void leavesNothingInTheEngine() throws Exception {
        try (House other = started("docker").leased()) {
            for (int i = 0; i < 10; i++) {
                assertThat(other.shell("echo " + i).text()).isEqualTo(i + "\n");
            }
        }
        // What the two other houses keep ready, or are about to, and no more.
        await(() -> sandboxes(docker) <= 2);
    }

    static long sandboxes(Dockerd docker) throws Exception {
        return Dockerd.ran(List.of(
                        "docker", "-H", "unix://" + docker.socket(), "ps", "-aq", "--filter", "label=moltbot.sandbox"))
                .lines()
                .count();
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        assertThat(problem("docker", "nothing:here")).contains("no image 'nothing:here'", "deploy/sandbox/build");
        try (House none = House.start(
                Files.createTempDirectory(folder, "none"),
                JsonObject.with("tier", "docker")
                        .with("dockerSocket", folder.resolve("nowhere.sock").toString())
                        .build())) {
            assertThat(none.availability().reason()).contains("Docker is not running here");
        }
        try (House any = House.start(
                Files.createTempDirectory(folder, "any"),
                JsonObject.with("dockerSocket", docker.socket().toString()).build())) {
            // The best by what the probes show, whatever else there is.
            assertThat(any.availability().tier()).isEqualTo("bubblewrap");
            assertThat(any.availability().note()).isEmpty();
        }
    }

    private static String problem(String tier, String image) throws Exception {
        try (House other = House.start(
                Files.createTempDirectory(folder, tier), settings(tier, image).build())) {
            return other.availability().reason();
        }
    }

    @Test
    void anImageThatBecameAnotherIsNotUsedUntilTheOwnerSaysSo() throws Exception {
        Path home = Files.createTempDirectory(folder, "moved");
        docker.docker("tag", IMAGE, "moved:1");
        try (House first = House.start(home, settings("docker", "moved:1").build())) {
            assertThat(first.availability().tier()).isEqualTo("docker");
        }
        String other = docker.docker("create", IMAGE, "true");
        docker.docker("commit", other, "moved:1");
        docker.docker("rm", other);
        try (House second = House.start(home, settings("docker", "moved:1").build())) {
            assertThat(second.availability().reason()).contains("is not the one this house used", "images.json");
        }
        Files.delete(home.resolve("spawner/images.json"));
        try (House third = House.start(home, settings("docker", "moved:1").build())) {
            assertThat(third.availability().tier()).isEqualTo("docker");
        }
    }
}
