package moltbot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./moltbot` itself, in an installed house whose `java` says what it was given.
class LauncherScriptTest {
    private static final String JAVA = """
            #!/bin/sh
            printf '%s\\n' "$@"
            case "$*" in *--secrets-fd*) cat <&3 ;; esac
            env | grep _API_KEY= || :
            """;

    @TempDir
    Path home;

    private String run(String... arguments) throws IOException, InterruptedException {
        Files.copy(Path.of("..", "moltbot"), home.resolve("moltbot"));
        Path java = Files.createDirectories(home.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, JAVA);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(home.resolve("scripts"));
        Files.writeString(home.resolve("scripts/jdk.sh"), "find_jdk_25() { echo '" + home.resolve("jdk") + "'; }\n");
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", home.resolve("moltbot").toString()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("ANTHROPIC_API_KEY", "the-key");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void givesTheKeysToUpOnAPipeOfTheirOwn() throws Exception {
        assertThat(run("up", "--detach"))
                .contains("up\n--detach\n--secrets-fd\n3\n")
                .containsOnlyOnce("ANTHROPIC_API_KEY=the-key");
    }

    @Test
    void givesNoKeyToAnotherCommandWhateverIsSaidToIt() throws Exception {
        assertThat(run("chat", "what", "is", "up"))
                .endsWith("chat\nwhat\nis\nup\n")
                .doesNotContain("the-key");
    }
}
