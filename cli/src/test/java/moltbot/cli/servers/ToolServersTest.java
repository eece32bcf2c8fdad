package moltbot.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moltbot.cli.failure.CliException;
import moltbot.cli.settings.Settings;
import moltbot.contract.label.Label.Data;
import moltbot.contract.mcp.RemotePlace;
import moltbot.contract.mcp.ServerSignIn;
import moltbot.contract.mcp.ServerSignIn.As;
import moltbot.contract.mcp.ToolServer;
import moltbot.contract.sandbox.SandboxNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// From what the owner writes of a server of tools to exactly what will run.
class ToolServersTest {
    @TempDir
    Path folder;

    private List<ToolServer> prepare(String yaml) throws Exception {
        Path file = Files.writeString(folder.resolve("settings.yaml"), yaml);
        return ToolServers.prepare(Settings.read(file, Map.of(), "").servers(), folder.resolve("archives"));
    }

    @Test
    void packsTheFilesAndPinsThemByTheirDigest() throws Exception {
        Path files = Files.createDirectories(folder.resolve("files/deep"));
        String far = "x".repeat(120) + "/ö.txt";
        Files.createDirectories(files.resolve("x".repeat(120)));
        Files.writeString(files.resolve(far), "far");
        Path program = Files.writeString(folder.resolve("files/run.sh"), "#!/bin/sh\necho hi\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(folder.resolve("files/secret"), Path.of("/etc/shadow"));
        String yaml = "servers:\n  notes:\n    command: [./run.sh, a]\n    files: " + folder.resolve("files") + "\n";

        ToolServer server = prepare(yaml).getFirst();
        Path archive = folder.resolve("archives/notes.tar");
        Path unpacked = Files.createDirectories(folder.resolve("unpacked"));
        Process tar = new ProcessBuilder("tar", "-xf", archive.toString(), "-C", unpacked.toString()).start();
        assertThat(tar.waitFor()).isZero();
        assertThat(unpacked.resolve("deep").resolve(far)).hasContent("far");
        assertThat(unpacked.resolve("run.sh")).isExecutable();
        assertThat(unpacked.resolve("secret"))
                .as("what a link leads to is not packed")
                .doesNotExist();
        assertThat(server.hold().orElseThrow().spec().argv()).containsExactly("./run.sh", "a");
        assertThat(server.reachesNetwork()).isFalse();

        String before = server.hold().orElseThrow().digest();
        assertThat(prepare(yaml).getFirst().hold().orElseThrow().digest()).isEqualTo(before);
        Files.writeString(program, "#!/bin/sh\necho ho\n");
        assertThat(prepare(yaml).getFirst().hold().orElseThrow().digest())
                .as("other files are another program")
                .isNotEqualTo(before);
        prepare("listen: 127.0.0.1:3000\n");
        assertThat(archive).as("nothing stays of a server that is gone").doesNotExist();
    }

    @Test
    void putsOnlyWhatStandsForAKeyIntoASandbox() throws Exception {
        ToolServer server = prepare("""
                        servers:
                          forge:
                            command: [node, forge.js]
                            network: ["GET,POST https://forge.example/api with forge"]
                            environment: {FORGE_TOKEN: forge}
                        """).getFirst();
        assertThat(server.hold().orElseThrow().spec().env())
                .containsEntry("FORGE_TOKEN", SandboxNetwork.placeholder("forge"));
        assertThat(server.reachesNetwork()).isTrue();

        assertThatThrownBy(() -> prepare("""
                        servers:
                          forge:
                            command: [node, forge.js]
                            network: ["GET https://forge.example/api with forge"]
                            environment: {FORGE_TOKEN: ghp_abcdefghijklmnop}
                        """))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("A key itself never goes into a sandbox")
                .hasMessageNotContaining("ghp_");
    }

    @Test
    void namesAPlaceElsewhereAndItsKey() throws Exception {
        ToolServer server = prepare("servers:\n  forge: {url: 'https://forge.example/mcp', key: forge}\n")
                .getFirst();
        assertThat(server.remote()).contains(new RemotePlace("forge", "https://forge.example/mcp", "forge"));
        assertThat(server.reachesNetwork()).isTrue();
    }

    @Test
    void knowsHowToSignInThere() throws Exception {
        ToolServer server = prepare("""
                servers:
                  wiki:
                    url: https://wiki.example/mcp
                    sign-in: machine
                    client-id: moltbot
                    client-key: wiki
                    issuer: https://id.example/tenant
                    scopes: [read, write]
                """).getFirst();
        ServerSignIn signIn =
                new ServerSignIn(As.MACHINE, "moltbot", "wiki", "https://id.example/tenant", List.of("read", "write"));
        assertThat(server.remote())
                .contains(new RemotePlace("wiki", "https://wiki.example/mcp", "", Optional.of(signIn)));
        assertThat(ToolServer.fromJson(server.toJson())).isEqualTo(server);
        assertThat(server.label().data()).as("what a sign-in opens is private").isEqualTo(Data.PRIVATE);
        assertThat(new RemotePlace("wiki", "https://wiki.example/mcp", "")
                        .toJson()
                        .toString())
                .as("without a sign-in nothing is another than it was")
                .doesNotContain("signIn");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{command: []}                        | needs a 'command'",
                "{comand: [x]}                        | did you mean 'command'?",
                "{command: [x], files: here}          | 'files' that are no folder",
                "{command: [x], network: [anything]}  | write each as",
                "{command: [x], memory-megabytes: 9}  | no number from 16",
                "{command: x}                         | no list of texts",
                "{url: 'https://a.example', command: [x]} | and not both",
                "{url: 'https://a.example', files: /tmp}  | only 'about' and 'key'",
                "{url: 'https://u@a.example/mcp'}         | without a user or a query",
                "{url: 'file:///etc/passwd'}              | looks like https://",
                "{url: 'https://a.example', key: k, sign-in: owner} | no key of its own",
                "{url: 'http://a.example/mcp', sign-in: owner}  | its url is an https one",
                "{url: 'https://a.example', sign-in: everybody} | 'owner' or 'machine'",
                "{url: 'https://a.example', sign-in: machine}   | client-id and a client-key",
                "{url: 'https://a.example', sign-in: owner, client-key: k} | client-id and a client-key",
                "{url: 'https://a.example', sign-in: owner, issuer: 'http://b.example'} | Its issuer looks like",
                "{url: 'https://a.example', sign-in: owner, issuer: 'https://b.example/?x'} | Its issuer looks like",
                "{url: 'https://a.example', sign-in: owner, scopes: ['a b']} | a list of words",
                "{url: 'https://a.example', client-id: me}      | 'owner' or 'machine'",
                "{command: [x], sign-in: owner}                 | signs in nowhere",
                "now                                  | needs a 'command'",
            })
    void refusesWhatDoesNotFit(String server, String sentence) {
        assertThatThrownBy(() -> prepare("servers:\n  one: " + server + "\n"))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("The server of tools 'one'")
                .hasMessageContaining(sentence)
                .hasMessageEndingWith("Nothing was started.");
    }

    @Test
    void refusesANameThatCouldBeMistaken() {
        assertThatThrownBy(() -> prepare("servers:\n  a__b: {command: [x]}\n"))
                .hasMessageContaining("a name of small letters");
        assertThatThrownBy(() -> prepare("servers: 5\n")).hasMessageContaining("'servers'");
    }

    @Test
    void refusesMoreThanASandboxHasRoomFor() throws Exception {
        Path files = Files.createDirectories(folder.resolve("files"));
        byte[] large = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        Files.write(files.resolve("large"), large);
        for (int i = 0; i < 192; i++) {
            Files.createLink(files.resolve("large" + i), files.resolve("large"));
        }
        assertThatThrownBy(() -> prepare("servers:\n  one: {command: [x], files: " + files + "}\n"))
                .hasMessageContaining("more than a server of tools may have");
    }
}
