package moltbot.systemtest.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import moltbot.contract.json.JsonObject;
import moltbot.contract.sandbox.NetworkRule;
import moltbot.systemtest.egress.Sandboxes.Ran;
import moltbot.systemtest.house.TestHouse;
import moltbot.testing.Dockerd;
import moltbot.testing.Needed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// curl, git and pip, unmodified, in containers of a real Docker.
@EnabledOnOs(OS.LINUX)
class ContainerProgramsTest {
    @TempDir
    static Path folder;

    private static Servers servers;
    private static Dockerd docker;
    private static Sandboxes sandboxes;

    @BeforeAll
    static void start() throws Exception {
        Path image = TestHouse.CHECKOUT.resolve("target/images/sandbox.tar");
        Needed.that(Files.exists(image), "there is no " + image + "; scripts/test-setup makes it");
        docker = Dockerd.withoutNetwork(Files.createDirectories(folder.resolve("docker")));
        docker.docker("load", "-q", "-i", image.toString());
        servers = new Servers(Files.createDirectories(folder.resolve("servers")));
        sandboxes = new Sandboxes(
                folder,
                servers,
                JsonObject.with("tier", "docker")
                        .with("dockerSocket", docker.socket().toString())
                        .build());
    }

    @AfterAll
    static void stop() throws Exception {
        sandboxes.close();
        servers.close();
        docker.close();
    }

    private static NetworkRule rule(String origin, String path) {
        return new NetworkRule(origin, new TreeSet<>(List.of("GET", "POST")), path, "");
    }

    @Test
    void curlReadsWhatItMayAndIsToldWhatItMayNot() throws Exception {
        Ran ran = sandboxes.run(
                "curl -sS https://pypi.example/simple/hello-egress/; curl -sS https://pypi.example/files/x; echo;"
                        + " curl -sS https://npm.example/",
                rule("https://pypi.example", "/simple"));
        assertThat(ran.result().tier()).isEqualTo("docker");
        assertThat(ran.output())
                .as(ran.errors())
                .contains("hello_egress-1.0-py3-none-any.whl</a>")
                .contains("Refused by Moltbot's egress: GET https://pypi.example/files/x");
        assertThat(ran.errors())
                .contains(
                        "[network: refused CONNECT npm.example:443: https://npm.example is not on this task's list.]");
        assertThat(servers.accessLog()).doesNotContain("/files/x");
    }

    @Test
    void gitClones() {
        Ran ran = sandboxes.run(
                "git clone -q https://git.example/open/project.git p && cat p/hello.txt",
                rule("https://git.example", "/open/project.git"));
        assertThat(ran.output()).as(ran.errors()).contains("from the repository");
    }

    /// The image has no pip; this machine's comes with the workspace.
    @Test
    void pipInstalls() throws Exception {
        Path pip = folder.resolve("pip.tar");
        Dockerd.ran(List.of(
                "tar", "-C", "/usr/lib/python3/dist-packages", "--exclude=__pycache__", "-cf", pip.toString(), "pip"));
        Ran ran = sandboxes.run(
                Files.readAllBytes(pip),
                "python3 -m pip install -q --no-cache-dir --disable-pip-version-check --target t --index-url"
                        + " https://pypi.example/simple/ hello-egress && PYTHONPATH=t python3 -c 'import"
                        + " hello_egress; print(hello_egress.word)'",
                rule("https://pypi.example", "/"));
        assertThat(ran.output()).as(ran.errors()).contains("from the index");
    }
}
