package moltbot.spawner.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.spawner.task.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Both forwarders, each in a network of its own.
class ForwarderTest {
    private static final int BODY = 300_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"perl", "python3"})
    void carriesManyConnectionsWhole(String interpreter) throws Exception {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        Files.createSymbolicLink(programs.resolve(interpreter), Path.of("/usr/bin", interpreter));
        Path authority = Files.writeString(folder.resolve("a.pem"), "the certificate");
        Path socket = folder.resolve("door.sock");
        try (ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            door.bind(UnixDomainSocketAddress.of(socket));
            Thread.ofVirtual().start(() -> serve(door));
            Forwarder forwarder = Forwarder.on(Optional.of(new Networks.Door(socket, authority)), programs);
            List<String> words =
                    new ArrayList<>(List.of("sh", "-c", "exec 3</dev/null 4</dev/null 7</dev/null; exec \"$@\"", "x"));
            words.addAll(forwarder.opening());
            words.addAll(List.of("bwrap", "--unshare-net", "--unshare-pid", "--die-with-parent", "--bind", "/", "/"));
            List<String> certificate = forwarder.outer(List.of("bwrap"));
            words.addAll(certificate.subList(1, certificate.size() - 1));
            words.add(folder.resolve("inside.pem").toString());
            words.addAll(List.of("--dev", "/dev", "--proc", "/proc", "--"));
            words.addAll(forwarder.listening());
            words.addAll(List.of(
                    "sh",
                    "-c",
                    "cat '" + folder.resolve("inside.pem") + "'; for i in 1 2 3 4 5 6 7 8 9 10 11 12; do curl -sS"
                            + " http://127.0.0.1:3128/$i | wc -c & done; wait"));
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(output).isEqualTo("the certificate" + (BODY + "\n").repeat(12));
        }
    }

    @Test
    void saysWhatItNeeds() {
        Networks.Door door = new Networks.Door(folder.resolve("s"), folder.resolve("a"));
        assertThatThrownBy(() -> Forwarder.on(Optional.of(door), folder))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("perl");
    }

    private static void serve(ServerSocketChannel door) {
        try {
            while (true) {
                SocketChannel channel = door.accept();
                Thread.ofVirtual().start(() -> answer(channel));
            }
        } catch (IOException e) {
            assertThat(door.isOpen()).isFalse();
        }
    }

    private static void answer(SocketChannel channel) {
        try (channel) {
            channel.read(ByteBuffer.allocate(4096));
            byte[] answer = ("HTTP/1.1 200 OK\r\ncontent-length: " + BODY + "\r\n\r\n" + "x".repeat(BODY))
                    .getBytes(StandardCharsets.US_ASCII);
            Channels.newOutputStream(channel).write(answer);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
