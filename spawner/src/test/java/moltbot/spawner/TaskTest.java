package moltbot.spawner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxResult.Ending;
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
}
