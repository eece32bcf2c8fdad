package moltbot.spawner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import moltbot.contract.link.LinkCall;
import moltbot.contract.sandbox.SandboxFrame;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxResult.Ending;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.contract.seal.Seal;
import moltbot.spawner.House.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tasks as a conversation uses them, in real sandboxes.
final class TaskTest {
    @TempDir
    static Path folder;

    private static House house;

    @BeforeAll
    static void start() throws Exception {
        house = House.start(folder).leased();
    }

    @AfterAll
    static void stop() throws Exception {
        house.close();
    }

    @Test
    void runsAPythonScriptFromTheWorkspaceAndReturnsWhatItWrote() {
        byte[] script =
                "print('hello world'); open('out.txt', 'w').write(open('in/name').read().upper())".getBytes(UTF_8);
        byte[] workspace = Tar.of(new TreeMap<>(Map.of("hello.py", script, "in/name", "ada".getBytes(UTF_8))));

        Answer answer = house.run(House.spec(workspace, SandboxLimits.STANDARD, "python3", "hello.py"), workspace);

        assertThat(answer.errorText()).isEmpty();
        assertThat(answer.text()).isEqualTo("hello world\n");
        assertThat(answer.result().ending()).isEqualTo(Ending.EXITED);
        assertThat(answer.result().exitCode()).isZero();
        assertThat(answer.result().tier()).isEqualTo("bubblewrap");
        assertThat(answer.files()).containsKeys("hello.py", "in/", "in/name");
        assertThat(answer.files().get("out.txt")).isEqualTo("ADA".getBytes(UTF_8));
    }

    @Test
    void tellsTheProgramsOwnExitCode() {
        assertThat(house.shell("exit 0").result().exitCode()).isZero();
        assertThat(house.shell("exit 3").result().exitCode()).isEqualTo(3);
        assertThat(house.shell("exit 127").result().ending()).isEqualTo(Ending.EXITED);
        assertThat(house.shell("kill -9 $$").result().exitCode()).isEqualTo(137);
    }

    @Test
    void namesAProgramThatIsNotThere() {
        Answer answer = house.run("no-such-program", "x");

        assertThat(answer.result().ending()).isEqualTo(Ending.NOT_STARTED);
        assertThat(answer.result().exitCode()).isEqualTo(-1);
        assertThat(answer.result().archive()).isFalse();
        assertThat(answer.result().detail())
                .isEqualTo("The program 'no-such-program' is not in the sandbox, or is not executable.");
        assertThat(house.run("/workspace").result().ending()).isEqualTo(Ending.NOT_STARTED);
        assertThat(house.run("/etc/passwd").result().ending()).isEqualTo(Ending.NOT_STARTED);
        assertThat(house.run("a=b").result().ending()).isEqualTo(Ending.NOT_STARTED);
    }

    @Test
    void startsInTheFolderOfTheWorkspaceThatWasAskedFor() {
        byte[] workspace = Tar.of(Map.of("a folder/x", new byte[0]));
        assertThat(house.run(in("a folder", workspace), workspace).text()).isEqualTo("/workspace/a folder\n");

        Answer missing = house.run(in("elsewhere", workspace), workspace);
        assertThat(missing.result().ending()).isEqualTo(Ending.NOT_STARTED);
        assertThat(missing.result().detail()).isEqualTo("The workspace has no folder 'elsewhere'.");
    }

    private static SandboxSpec in(String directory, byte[] workspace) {
        return new SandboxSpec(
                List.of("pwd"), new TreeMap<>(House.ENV), directory, Seal.sha256Hex(workspace), SandboxLimits.STANDARD);
    }

    @Test
    void passesArgumentsUnchanged() {
        String[] words = {
            "",
            " two  words ",
            "'single'",
            "\"double\"",
            "line\nbreak\n",
            "$(id)",
            "`id`",
            "$HOME",
            "*",
            "~",
            "\\n",
            "\\0101",
            "%s",
            "-n",
            "--",
            "Grüße",
            "日本語\n",
            "🙂\\",
            "a;b|c&d>e",
            "\t",
            "\u007f\u0001",
            "e",
            "p"
        };
        String[] argv = new String[words.length + 3];
        argv[0] = "python3";
        argv[1] = "-c";
        argv[2] = "import sys; sys.stdout.buffer.write(b'\\0'.join(map(__import__('os').fsencode, sys.argv[1:])))";
        System.arraycopy(words, 0, argv, 3, words.length);

        assertThat(house.run(argv).text().split("\0", -1)).containsExactly(words);
    }

    @Test
    void givesExactlyTheEnvironmentThatWasAskedFor() {
        byte[] workspace = Tar.of(Map.of());
        Map<String, String> env = Map.of("PATH", "/usr/bin", "WORDS", "a 'b' $c\nd ü", "EMPTY", "", "PWD", "own");
        SandboxSpec spec = new SandboxSpec(
                List.of("cat", "/proc/self/environ"),
                new TreeMap<>(env),
                ".",
                Seal.sha256Hex(workspace),
                SandboxLimits.STANDARD);

        assertThat(house.run(spec, workspace).text().split("\0"))
                .containsExactlyInAnyOrder("PATH=/usr/bin", "WORDS=a 'b' $c\nd ü", "EMPTY=", "PWD=own");
    }

    @Test
    void runsWithNoEnvironmentAtAll() {
        byte[] workspace = Tar.of(Map.of());
        SandboxSpec spec = new SandboxSpec(
                List.of("env"), new TreeMap<>(), ".", Seal.sha256Hex(workspace), SandboxLimits.STANDARD);

        assertThat(house.run(spec, workspace).output()).isEmpty();
    }

    @Test
    void refusesACommandTheSystemCannotTake() {
        Answer answer = house.run("echo", "ü".repeat(99_000));

        assertThat(answer.result().ending()).isEqualTo(Ending.NOT_STARTED);
        assertThat(answer.result().detail()).isEqualTo("The command is longer than this system takes.");
        assertThat(house.run("echo", "x".repeat(100_000)).output()).hasSize(100_001);
    }

    @Test
    void returnsBinaryOutputByteForByte() {
        Answer answer = house.run(
                "python3",
                "-c",
                "import sys; b = bytes(range(256)); sys.stdout.buffer.write(b); sys.stderr.buffer.write(b)");

        assertThat(answer.output()).hasSize(256).startsWith(0, 1, 2).endsWith(254, 255);
        assertThat(answer.errors()).isEqualTo(answer.output());
    }

    @Test
    void sendsOutputWhileTheTaskStillRuns() {
        try (LinkCall call = house.begin("sh", "-c", "echo first; exec sleep 30")) {
            SandboxFrame frame = SandboxFrame.decode(Objects.requireNonNull(call.next()));

            assertThat(frame.kind()).isEqualTo(SandboxFrame.Kind.OUTPUT);
            assertThat(new String(frame.bytes(), UTF_8)).isEqualTo("first\n");
        }
    }

    @Test
    void leavesNothingForTheNextTask() {
        house.shell(
                "echo secret > /tmp/left; echo secret > /workspace/left; echo secret > /dev/shm/left; (sleep 60 &)");

        assertThat(house.shell("ls /tmp /workspace /dev/shm").text()).isEqualTo("/dev/shm:\n\n/tmp:\n\n/workspace:\n");
        assertThat(folder.resolve("spawner/work")).isDirectoryNotContaining("glob:**/task-*");
    }

    @Test
    void returnsOddNamesAndUnreadableFilesAndNothingButFilesAndFolders() {
        Answer answer = house.shell("""
                echo a > -n; echo b > "new
                line"; echo c > 'back\\slash'; mkdir -p d/e; echo d > d/shut; chmod 0 d/shut d
                ln -s /etc/passwd link; mkfifo pipe; echo e > one; ln one two
                """);

        assertThat(answer.result().detail()).isEqualTo("Links and other special files it made were not kept.");
        assertThat(answer.files())
                .containsOnlyKeys("-n", "new\nline", "back\\slash", "d/", "d/e/", "d/shut", "one", "two");
        assertThat(answer.files().get("two")).isEqualTo("e\n".getBytes(UTF_8));
    }

    @Test
    void endsWhatTheTaskLeftRunningBeforeItTakesTheWorkspace() throws Exception {
        String marker = "marker-left-" + System.nanoTime();
        Answer answer = house.shell("(while :; do : " + marker + "; done) & sleep 1000 & echo done");

        assertThat(answer.text()).isEqualTo("done\n");
        assertThat(answer.result().ending()).isEqualTo(Ending.EXITED);
        assertThat(House.processesWith(marker)).isZero();
    }

    @Test
    void refusesAWorkspaceThatIsNoArchive() {
        byte[] noise = "this is not a tar archive".repeat(100).getBytes(UTF_8);
        Answer answer = house.run(House.spec(noise, SandboxLimits.STANDARD, "true"), noise);

        assertThat(answer.result().ending()).isEqualTo(Ending.NOT_STARTED);
        assertThat(answer.result().detail()).isEqualTo("The workspace could not be unpacked. Nothing was run.");
    }

    @Test
    void takesAnEmptyBodyForAnEmptyWorkspace() {
        byte[] nothing = new byte[0];

        assertThat(house.run(House.spec(nothing, SandboxLimits.STANDARD, "ls", "-A"), nothing)
                        .text())
                .isEmpty();
    }

    @Test
    void runsManyAtOnce() throws Exception {
        try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = IntStream.range(0, 8)
                    .mapToObj(i ->
                            tasks.submit(() -> house.run("echo", "task " + i).text()))
                    .toList();
            for (int i = 0; i < 8; i++) {
                assertThat(answers.get(i).get()).isEqualTo("task " + i + "\n");
            }
        }
    }
}
