package moltbot.systemtest.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import moltbot.contract.sandbox.NetworkRule;
import moltbot.contract.sandbox.SandboxResult.Ending;
import moltbot.systemtest.egress.Sandboxes.Ran;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// curl, git, pip and npm, unmodified, in real sandboxes.
@EnabledOnOs(OS.LINUX)
class ProgramsTest {
    private static final String CLONE_CLOSED =
            "git clone -q https://me:placeholder-for-git@git.example/closed/project.git p && cat p/hello.txt";

    @TempDir
    static Path folder;

    private static Servers servers;
    private static Sandboxes sandboxes;

    @BeforeAll
    static void start() throws Exception {
        servers = new Servers(Files.createDirectories(folder.resolve("servers")));
        sandboxes = new Sandboxes(folder, servers);
    }

    @AfterAll
    static void stop() throws Exception {
        sandboxes.close();
        servers.close();
    }

    private static NetworkRule rule(String methods, String origin, String path, String credential) {
        return new NetworkRule(origin, new TreeSet<>(Arrays.asList(methods.split(","))), path, credential);
    }

    private static void assertSaid(Ran ran, String output) {
        assertThat(ran.output()).as(ran.errors()).contains(output);
        assertThat(ran.result().exitCode()).as(ran.errors()).isZero();
    }

    @Test
    void curlReadsWhatItMayAndIsToldWhatItMayNot() throws Exception {
        Ran ran = sandboxes.run(
                "curl -sS https://pypi.example/simple/hello-egress/; curl -sS https://pypi.example/files/x; echo;"
                        + " curl -sS https://npm.example/; curl -sS http://169.254.169.254/latest/",
                rule("GET", "https://pypi.example", "/simple", ""));
        assertThat(ran.output())
                .contains("hello_egress-1.0-py3-none-any.whl</a>")
                .contains("Refused by Moltbot's egress: GET https://pypi.example/files/x")
                .contains("This task may ask: GET https://pypi.example/simple")
                .contains("http://169.254.169.254 is not on this task's list");
        assertThat(ran.errors())
                .contains("403")
                .contains(
                        "[network: refused CONNECT npm.example:443: https://npm.example is not on this task's list.]");
        assertThat(sandboxes.audit.toString()).contains("GET https://pypi.example/simple/hello-egress/");
        assertThat(servers.accessLog()).doesNotContain("/files/x");
    }

    @Test
    void gitClonesAndMayNotPush() {
        Ran ran = sandboxes.run(
                "git clone -q https://git.example/open/project.git p && cat p/hello.txt && cd p && echo x > x && git"
                        + " add x && git -c user.name=t -c user.email=t@example commit -qm x; git push -q origin main"
                        + " || echo push refused",
                rule("GET", "https://git.example", "/open/project.git/info", ""),
                rule("POST", "https://git.example", "/open/project.git/git-upload-pack", ""));
        assertThat(ran.output())
                .as(ran.errors())
                .contains("from the repository")
                .contains("push refused");
        assertThat(ran.errors()).contains("git-receive-pack");
    }

    @Test
    void gitSignsInWithAKeyThatItNeverHas() {
        Ran ran = sandboxes.run(
                CLONE_CLOSED + "; env; cat p/.git/config", rule("GET,POST", "https://git.example", "/closed", "git"));
        assertSaid(ran, "from the repository");
        assertThat(ran.output() + ran.errors())
                .contains("CREDENTIAL_GIT=placeholder-for-git")
                .doesNotContain(Servers.KEY);
        Ran without = sandboxes.run(CLONE_CLOSED, rule("GET,POST", "https://git.example", "/closed", ""));
        assertThat(without.result().exitCode()).isNotZero();
        assertThat(without.errors()).contains("Authentication failed");
    }

    @Test
    void pipInstalls() {
        assertSaid(
                sandboxes.run(
                        "python3 -m pip install -q --no-cache-dir --disable-pip-version-check --target t --index-url"
                                + " https://pypi.example/simple/ hello-egress && PYTHONPATH=t python3 -c 'import"
                                + " hello_egress; print(hello_egress.word)'",
                        rule("GET", "https://pypi.example", "/simple", ""),
                        rule("GET", "https://pypi.example", "/files", "")),
                "from the index");
    }

    /// A scope's slash is escaped in what npm asks for.
    @Test
    void npmInstalls() {
        assertSaid(
                sandboxes.run(
                        "npm install --silent --no-audit --no-fund --no-update-notifier --registry"
                                + " https://npm.example/ @hello/egress && node -e"
                                + " 'console.log(require(\"@hello/egress\"))'",
                        rule("GET", "https://npm.example", "/", "")),
                "from the registry");
    }

    @Test
    void taskEndsAndItsNetworkWithItWhenTheGuardianGoes() throws Exception {
        Path own = Files.createDirectories(folder.resolve("trip"));
        try (Sandboxes alone = new Sandboxes(own, servers)) {
            Thread going = Thread.ofVirtual().unstarted(alone::guardianGoes);
            moltbot.systemtest.house.Await.until("nothing", java.time.Duration.ofSeconds(1), () -> true);
            Thread.ofVirtual().start(() -> {
                moltbot.systemtest.house.Await.until(
                        "the network is open",
                        java.time.Duration.ofSeconds(20),
                        () -> alone.audit.toString().contains("GET https://pypi.example/simple/"));
                going.start();
            });
            Ran ran = alone.run(
                    "while :; do curl -sS -o /dev/null https://pypi.example/simple/; done",
                    rule("GET", "https://pypi.example", "/", ""));
            assertThat(ran.result().ending()).isEqualTo(Ending.CANCELLED);
            moltbot.systemtest.house.Await.until(
                    "the network is closed",
                    java.time.Duration.ofSeconds(2),
                    () -> alone.audit.toString().contains("\"what\":\"closed\""));
            try (var left = Files.list(own.resolve("run/gateway"))) {
                assertThat(left.map(path -> path.getFileName().toString())).containsExactly("link.sock");
            }
        }
    }
}
