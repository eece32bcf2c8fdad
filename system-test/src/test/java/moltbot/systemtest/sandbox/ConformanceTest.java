package moltbot.systemtest.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The public conformance suite of the Model Context Protocol, as npm brings it, on our client: each scenario is a
/// server of the suite's own that speaks streamable HTTP and judges what it hears.
final class ConformanceTest {
    private static final Path SUITE = TestHouse.CHECKOUT.resolve("system-test/servers/conformance");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"initialize", "tools_call"})
    void passes(String scenario) throws Exception {
        assertThat(SUITE.resolve("node_modules/installed.lock"))
                .as("scripts/test-setup installs it")
                .exists();
        String program = Path.of(System.getProperty("java.home"), "bin/java").toString();
        File said = folder.resolve("said").toFile();
        ProcessBuilder suite = new ProcessBuilder(
                "node",
                SUITE.resolve("node_modules/@modelcontextprotocol/conformance/dist/index.js")
                        .toString(),
                "client",
                "--command",
                program + " " + ConformanceClient.class.getName(),
                "--scenario",
                scenario,
                "--timeout",
                "60000",
                "--output-dir",
                folder.toString());
        suite.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process running = suite.directory(TestHouse.CHECKOUT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said)
                .start();
        assertThat(running.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(said)
                .as("what the suite said")
                .content(StandardCharsets.UTF_8)
                .contains("Passed: ");
        assertThat(running.exitValue()).as(Files.readString(said.toPath())).isZero();
    }
}
