package moltbot.spawner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxResult;
import moltbot.contract.sandbox.SandboxResult.Ending;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.spawner.House.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes wrong with what goes in, and with the sandbox itself in the middle of a task: each has one clear
/// result, and the next task runs.
final class BadInputTest {
    private static final SandboxLimits LARGE =
            new SandboxLimits(Duration.ofMinutes(2), 512L << 20, 64, 64 << 10, 256L << 20);
    private static final byte[] HELLO = "hello".getBytes(UTF_8);

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

    private static Answer run(byte[] workspace, SandboxLimits limits, String... argv) {
        return house.run(House.spec(workspace, limits, argv), workspace);
    }

    private static void assertNotUnpacked(SandboxResult result) {
        assertThat(result.ending()).isEqualTo(Ending.NOT_STARTED);
        assertThat(result.archive()).isFalse();
        assertThat(result.detail()).isEqualTo("The workspace could not be unpacked. Nothing was run.");
    }

    @Test
    void runsNothingOnAnArchiveThatIsCutOffOrDamaged() {
        byte[] whole = Tar.of(new TreeMap<>(Map.of("a", new byte[5_000], "b", HELLO)));
        byte[] damaged = whole.clone();
        damaged[512 + 5_120 + 10] ^= 1;

        assertNotUnpacked(
                run(Arrays.copyOf(whole, 2_000), SandboxLimits.STANDARD, "true").result());
        assertNotUnpacked(run(damaged, SandboxLimits.STANDARD, "true").result());
        assertThat(run(whole, SandboxLimits.STANDARD, "cat", "b").text()).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "..", "../../../../workspace/../tmp/evil"})
    void runsNothingOnAnArchiveWithANameThatLeadsOut(String name) {
        assertNotUnpacked(
                run(Tar.of(Map.of(name, HELLO)), SandboxLimits.STANDARD, "true").result());
        assertThat(house.run("ls", "-A", "/tmp", "/workspace").text()).isEqualTo("/tmp:\n\n/workspace:\n");
    }

    @Test
    void takesAnAbsoluteNameForOneInTheWorkspace() {
        Answer answer = run(Tar.of(Map.of("/etc/evil", HELLO)), SandboxLimits.STANDARD, "ls", "/etc", "/workspace/etc");

        assertThat(answer.text()).endsWith("/workspace/etc:\nevil\n");
        assertThat(answer.text().split("evil", -1)).hasSize(2);
    }

    @Test
    void refusesAMillionSmallFilesWhileTheyCome() throws Exception {
        byte[] piece = Arrays.copyOf(manyFiles(512), 512 * 512);
        SandboxSpec spec = House.spec(piece, SandboxLimits.STANDARD, "true");
        JsonObject head = JsonObject.with("spec", spec.toJson())
                .with("grant", House.grant(spec))
                .build();
        try (LinkCall call = house.runtime().open("sandbox.run", head)) {
            for (int files = 0; files < 1_000_000; files += 512) {
                call.send(piece);
            }
            call.end();
            ContractException refusal = catchThrowableOfType(ContractException.class, call::reply);

            assertThat(refusal.reason()).isEqualTo("bad-archive");
            assertThat(refusal).hasMessageContaining("larger than this task may have on disk. Nothing was started.");
        }
    }

    @Test
    void runsNothingOnMoreFilesThanASandboxHas() {
        byte[] workspace = manyFiles(100_000);
        Answer answer = run(workspace, LARGE, "true");

        assertThat(answer.result().ending()).isEqualTo(Ending.OUT_OF_BOUNDS);
        assertThat(answer.result().detail())
                .isEqualTo("The workspace does not fit into the 256 MB this task may have on disk. Nothing was run.");
    }

    private static byte[] manyFiles(int count) {
        byte[] end = new byte[1024];
        ByteArrayOutputStream all = new ByteArrayOutputStream(count * 512 + end.length);
        for (int i = 0; i < count; i++) {
            all.write(Tar.of(Map.of("f" + i, new byte[0])), 0, 512);
        }
        all.writeBytes(end);
        return all.toByteArray();
    }

    @Test
    void bringsBackAsManyFilesAsASandboxHas() {
        Answer answer = house.python(LARGE, """
                made = 0
                try:
                    while made < 1000000:
                        open('/workspace/%d' % made, 'wb').write(b'x')
                        made += 1
                except OSError as e:
                    print(made > 60000, e.strerror)
                """);

        assertThat(answer.text()).isEqualTo("True No space left on device\n");
        assertThat(answer.result().ending()).isEqualTo(Ending.EXITED);
        assertThat(answer.files().size()).isGreaterThan(60_000);
    }

    @Test
    void saysWhatIsWrongWithAProgramThatCannotBeStarted() {
        byte[] workspace = Tar.of(new TreeMap<>(Map.of("plain", HELLO)));
        Answer plain = run(workspace, SandboxLimits.STANDARD, "./plain");
        assertThat(plain.result().ending()).isEqualTo(Ending.NOT_STARTED);
        assertThat(plain.result().detail())
                .isEqualTo("The program './plain' is not in the sandbox, or is not executable.");

        Answer noInterpreter = house.shell(
                "printf '#!/no/such/program\\n' > x; chmod +x x; env -i ./x; echo $?; env -i /usr/bin/nothing");
        assertThat(noInterpreter.text()).isEqualTo("127\n");
        assertThat(noInterpreter.errorText()).contains("./x").contains("No such file or directory");
        assertThat(noInterpreter.result().exitCode()).isEqualTo(127);
    }

    @Test
    void carriesBinaryBothWaysInFilesToo() {
        byte[] all = new byte[70_000];
        new java.util.Random(1).nextBytes(all);
        Answer answer = run(Tar.of(Map.of("in", all)), SandboxLimits.STANDARD, "sh", "-c", "cp in out; cat in");

        assertThat(answer.output()).isEqualTo(all);
        assertThat(answer.files().get("out")).isEqualTo(all);
    }

    /// Its processes from the first one on the machine inwards: each is killed in its turn.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void aSandboxWhoseOwnProcessDiesEndsWholeAndKeepsNothing(int depth) throws Exception {
        String marker = "marker-depth-" + System.nanoTime();
        try (LinkCall call = house.begin("sh", "-c", "echo on; sleep 60; : " + marker)) {
            call.next();
            List<ProcessHandle> chain = chain(marker);
            assertThat(chain).hasSizeGreaterThan(depth);
            assertThat(chain.get(depth).destroyForcibly()).isTrue();

            SandboxResult result = House.read(call).result();
            assertThat(result.archive()).as(result.toString()).isEqualTo(result.ending() == Ending.EXITED);
            assertThat(List.of(
                            "The whole sandbox was ended from outside, most likely by the system for want of memory;"
                                    + " nothing of it was kept.",
                            ""))
                    .contains(result.detail());
            assertThat(result.exitCode()).isEqualTo(result.ending() == Ending.EXITED ? 137 : -1);
        }
        long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        while (House.processesWith(marker) > 0 && System.nanoTime() < end) {
            assertThat(new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(House.processesWith(marker)).isZero();
        assertThat(house.run("echo", "next").text()).isEqualTo("next\n");
    }

    /// From the one that was started here down to the task's own.
    private static List<ProcessHandle> chain(String marker) throws IOException {
        Optional<ProcessHandle> at = ProcessHandle.current()
                .children()
                .filter(child -> child.descendants().anyMatch(process -> has(process, marker)))
                .findFirst();
        List<ProcessHandle> chain = new ArrayList<>();
        while (at.isPresent()) {
            ProcessHandle process = at.get();
            chain.add(process);
            at = process.children()
                    .filter(child ->
                            has(child, marker) && (child.children().findAny().isPresent() || !lifeline(child)))
                    .findFirst();
        }
        return chain;
    }

    private static boolean lifeline(ProcessHandle process) {
        return has(process, "read -r end");
    }

    private static boolean has(ProcessHandle process, String words) {
        try {
            return Files.readString(
                            Path.of("/proc", Long.toString(process.pid()), "cmdline"),
                            java.nio.charset.StandardCharsets.ISO_8859_1)
                    .contains(words);
        } catch (IOException e) {
            return false;
        }
    }
}
