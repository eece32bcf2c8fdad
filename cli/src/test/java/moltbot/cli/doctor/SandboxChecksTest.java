package moltbot.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import moltbot.cli.doctor.Diagnosis.Verdict;
import moltbot.cli.doctor.SandboxChecks.Ill;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which kind of sandbox the doctor says would be used, before an engine that answers as Docker 20.10 does.
class SandboxChecksTest {
    private static final SandboxChecks.Problem WORKS = Optional::empty;
    private static final SandboxChecks.Problem MISSING =
            () -> Optional.of(new Ill("it is not installed.", "apt install bubblewrap"));

    @TempDir
    Path folder;

    private ServerSocketChannel engine;
    private volatile String runtimes = "{\"runc\":{\"path\":\"runc\"}}";

    @BeforeEach
    void listen() throws IOException {
        ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        opened.bind(UnixDomainSocketAddress.of(socket()));
        engine = opened;
        Thread.ofVirtual().start(() -> serve(opened));
    }

    @AfterEach
    void close() throws IOException {
        engine.close();
    }

    private Path socket() {
        return folder.resolve("docker.sock");
    }

    private void serve(ServerSocketChannel door) {
        try {
            while (true) {
                try (SocketChannel channel = door.accept()) {
                    ByteBuffer request = ByteBuffer.allocate(4096);
                    channel.read(request);
                    String path = new String(request.array(), 0, request.position(), StandardCharsets.US_ASCII)
                            .split(" ", 3)[1];
                    String answer = switch (path) {
                        case "/info" -> "200 OK\r\n\r\n{\"Runtimes\":" + runtimes + "}\n";
                        case "/images/there:1/json" -> "200 OK\r\n\r\n{\"Id\":\"sha256:0\"}\n";
                        default -> "404 Not Found\r\n\r\n{\"message\":\"No such image\"}\n";
                    };
                    Channels.newOutputStream(channel).write(("HTTP/1.0 " + answer).getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            assertThat(door.isOpen()).isFalse();
        }
    }

    private Diagnosis look(String tier, String image, Path socket, SandboxChecks.Problem bubblewrap) {
        JsonObject settings = JsonObject.with("enabled", true)
                .with("tier", tier)
                .with("image", image)
                .with("dockerSocket", socket.toString())
                .build();
        return new SandboxChecks(settings, bubblewrap).look();
    }

    @Test
    void saysWhichIsUsedAndWhyTheOthersAreNot() {
        Diagnosis first = look("auto", "there:1", socket(), WORKS);
        assertThat(first.verdict()).isEqualTo(Verdict.WELL);
        assertThat(first.seen())
                .isEqualTo("bubblewrap works and would be used. Not used: docker: it would work too. gvisor: Docker has"
                        + " no runtime runsc.");
        Diagnosis second = look("auto", "there:1", socket(), MISSING);
        assertThat(second.seen())
                .startsWith("docker works and would be used. Not used: bubblewrap: it is not installed.");
        runtimes = "{\"runc\":{},\"runsc\":{}}";
        assertThat(look("gvisor", "there:1", socket(), WORKS).seen())
                .startsWith("gvisor works and would be used.")
                .contains("bubblewrap: it would work, where sandbox.tier is bubblewrap.");
        // Nobody has it who did not ask for it.
        assertThat(look("auto", "there:1", socket(), MISSING).seen())
                .contains("gvisor: it would work, where sandbox.tier is gvisor.");
    }

    @Test
    void saysWhatIsMissingAndHowToGetItWhereNothingWorks() {
        Diagnosis image = look("docker", "other:1", socket(), WORKS);
        assertThat(image.verdict()).isEqualTo(Verdict.LACKING);
        assertThat(image.seen()).contains("commands are off", "docker: Docker has no image other:1.");
        assertThat(image.mend()).contains("deploy/sandbox/build");
        Diagnosis none = look("auto", "there:1", folder.resolve("nowhere"), MISSING);
        assertThat(none.seen()).contains("docker: there is no " + folder.resolve("nowhere"));
        assertThat(none.mend()).isEqualTo("apt install bubblewrap");
        Diagnosis off = new SandboxChecks(
                        JsonObject.with("enabled", false).with("image", "x").build(), MISSING)
                .look();
        assertThat(off.seen()).contains("switched off");
    }

    @Test
    void saysThatAnEngineDoesNotAnswer() throws IOException {
        engine.close();
        assertThat(look("docker", "there:1", socket(), WORKS).seen()).contains("Docker does not answer");
    }
}
