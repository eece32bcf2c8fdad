package moltbot.systemtest.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The command line as scripts use it: what goes where, and with which exit code.
class CommandLineTest {
    @TempDir
    Path folder;

    private TestHouse.Ran run(String... arguments) throws Exception {
        return TestHouse.finish(TestHouse.builder(Map.of(), arguments).start(), new byte[0]);
    }

    private TestHouse.Ran about(Path data, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        return run(all.toArray(String[]::new));
    }

    @Test
    void checksOnceWithoutAHouseAndEndsWithTheWorstItFound() throws Exception {
        Path data = folder.resolve("data");
        TestHouse.Ran nothing = about(data, "guardian", "check", "--once");
        assertThat(nothing.exit()).as(nothing.out() + nothing.err()).isIn(0, 1);
        assertThat(data).as("nothing is made by looking").doesNotExist();

        // As a house leaves it that was stopped, and somebody then opened.
        Path secrets = Files.createDirectories(data.resolve("secrets"));
        Files.createDirectories(data.resolve("run"));
        Files.setPosixFilePermissions(data.resolve("run"), PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rwxr-xr-x"));
        TestHouse.Ran open = about(data, "guardian", "check", "--once", "--json");
        assertThat(open.exit()).as(open.err()).isEqualTo(2);
        assertThat(JsonObject.parse(open.out()).list("rules").objects())
                .filteredOn(rule -> rule.text("id").equals("S2"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.list("findings").objects()).isNotEmpty());
    }

    private JsonObject state(Path data) throws Exception {
        return JsonObject.parse(about(data, "status", "--json").out());
    }

    @Test
    void livesOnDetachedFromItsTerminalUntilItIsToldToStop() throws Exception {
        Path data = folder.resolve("data");
        String listen = "127.0.0.1:" + TestHouse.freePort();

        TestHouse.Ran up = about(data, "up", "--listen", listen, "--detach");
        assertThat(up.err()).isEmpty();
        assertThat(up.exit()).isZero();
        assertThat(up.out()).contains("http://" + listen, "Code", "./moltbot down");
        try {
            // The guardian may have to look twice where the machine's network changed a moment ago.
            Await.until(
                    "the breaker to be CLOSED",
                    TestHouse.PATIENCE,
                    () -> state(data).object("breaker").text("state").equals("CLOSED"));
            JsonObject state = state(data);
            assertThat(state.object("lease").number("ageMillis")).isBetween(0L, 3_000L);
            assertThat(state.list("compartments").objects())
                    .extracting(part -> part.text("name"))
                    .containsExactlyInAnyOrder("breaker", "guardian", "control", "runtime", "gateway", "spawner");
            assertThat(state.list("compartments").objects()).allSatisfy(part -> {
                assertThat(part.text("state")).isEqualTo("running");
                assertThat(part.number("pid")).isPositive();
                assertThat(part.number("uptimeSeconds")).isNotNegative();
                assertThat(part.number("rssBytes")).isGreaterThan(10 << 20);
                assertThat(part.number("pssBytes")).isPositive();
            });

            TestHouse.Ran chat = about(data, "chat", "--session", "scripts", "--json", "hi");
            assertThat(chat.exit()).isZero();
            assertThat(chat.out().lines().map(JsonObject::parse).map(event -> event.text("type")))
                    .contains("assistant_text", "turn_finished");
            assertThat(about(data, "chat", "--session", "scripts", "hi").out()).contains("demo");

            TestHouse.Ran doctor = about(data, "doctor");
            assertThat(doctor.exit()).as(doctor.out()).isZero();
            assertThat(doctor.out()).doesNotContain("✗");
            assertThat(about(data, "logs", "breaker").out()).contains("CLOSED");
            assertThat(about(data, "logs", "breakr").err()).contains("did you mean 'breaker'");

            TestHouse.Ran code = about(data, "code");
            assertThat(code.exit()).isZero();
            assertThat(code.out()).containsPattern("[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}");
        } finally {
            TestHouse.Ran down = about(data, "down");
            assertThat(down.exit()).as(down.err()).isZero();
        }
        assertThat(about(data, "status").exit()).isEqualTo(1);
        // What was set up is there for the next start.
        assertThat(about(data, "up", "--listen", listen, "--detach").exit()).isZero();
        assertThat(about(data, "down").exit()).isZero();
    }

    @Test
    void saysWhyADetachedStartFailed() throws Exception {
        Path data = folder.resolve("data");
        TestHouse.settings(data, "lissten: 127.0.0.1:3000\n");

        TestHouse.Ran up = about(data, "up", "--detach");
        assertThat(up.exit()).isEqualTo(1);
        assertThat(up.err()).contains("lissten", "listen");
    }

    @Test
    void takesAKeyFromStandardInputAndShowsItNowhere() throws Exception {
        String key = "sk-ant-api03-canary-0123456789abcdef";
        try (TestHouse house = TestHouse.up(folder.resolve("data"), Map.of())) {
            TestHouse.Ran set =
                    house.runWith(key.getBytes(StandardCharsets.UTF_8), "secret", "set", "anthropic-api-key");
            assertThat(set.exit()).as(set.err()).isZero();
            assertThat(set.out() + set.err()).doesNotContain(key);
            assertThat(house.run("logs").out()).doesNotContain(key);
            try (var files = Files.walk(house.data())) {
                assertThat(files.filter(Files::isRegularFile))
                        .noneMatch(file -> contains(file, key.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private static boolean contains(Path file, byte[] wanted) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .contains(new String(wanted, StandardCharsets.ISO_8859_1));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up", "down", "status", "code", "chat", "approve", "trip", "reset", "doctor", "logs", "secret", "token",
                "usage"
            })
    void explainsEveryCommand(String command) throws Exception {
        TestHouse.Ran help = run(command, "--help");
        assertThat(help.exit()).isZero();
        assertThat(help.out()).contains("Usage: moltbot " + command);
    }

    @Test
    void tellsWrongUseFromARefusalByTheExitCode() throws Exception {
        assertThat(run().out()).contains("Usage: moltbot", "up", "doctor");
        assertThat(run("--help").exit()).isZero();
        assertThat(run("statsu").exit()).isEqualTo(2);
        assertThat(run("status", "--jsno").exit()).isEqualTo(2);
        assertThat(run("up", "--listen").exit()).isEqualTo(2);
        assertThat(run("chat").exit()).isEqualTo(2);
        assertThat(run("secret").exit()).isEqualTo(2);
        TestHouse.Ran nobody = about(folder.resolve("none"), "chat", "hi");
        assertThat(nobody.exit()).isEqualTo(1);
        assertThat(nobody.err().lines()).hasSize(1).allMatch(line -> line.contains("./moltbot up"));
    }
}
