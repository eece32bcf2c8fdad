package moltbot.systemtest.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
    @ValueSource(
            strings = {
                "initialize",
                "tools_call",
                "sse-retry",
                "auth/metadata-default",
                "auth/metadata-var1",
                "auth/basic-cimd",
                "auth/scope-from-www-authenticate",
                "auth/scope-from-scopes-supported",
                "auth/scope-omitted-when-undefined",
                "auth/scope-step-up",
                "auth/scope-retry-limit",
                "auth/token-endpoint-auth-basic",
                "auth/token-endpoint-auth-post",
                "auth/token-endpoint-auth-none",
                "auth/resource-mismatch",
                "auth/pre-registration",
                "auth/2025-03-26-oauth-metadata-backcompat",
                "auth/client-credentials-basic"
            })
    void passes(String scenario) throws Exception {
        assertThat(run(scenario).exit()).as(said()).isZero();
        assertThat(said()).as("what the suite said").contains("Passed: ");
    }

    /// The suite's authorization server is asked as a tenant's and answers as another: RFC 8414 §3.3 has that refused.
    @ParameterizedTest
    @ValueSource(strings = {"auth/metadata-var2", "auth/metadata-var3"})
    void refusesAnAuthorizationServerThatGoesByAnotherName(String scenario) throws Exception {
        Ran ran = run(scenario);
        assertThat(ran.exit()).isNotZero();
        assertThat(ran.client()).contains("goes by another name, so it was not believed");
    }

    private record Ran(int exit, String client) {}

    private String said() throws Exception {
        return Files.readString(folder.resolve("said"));
    }

    private Ran run(String scenario) throws Exception {
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
        try (Stream<Path> files = Files.walk(folder)) {
            Path client = files.filter(file -> file.endsWith("stderr.txt"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("The client was not run."));
            return new Ran(running.exitValue(), Files.readString(client));
        }
    }
}
