package moltbot.contract.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import moltbot.contract.json.JsonObject;
import moltbot.testing.Needed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A process of another user that holds the right capability is refused all the same. The folder's mode is opened up
/// here, so that what refuses is the check of the peer.
@Timeout(60)
final class OtherUserTest {
    private static final int OTHER = 65_533;

    private TestLink link;

    /// Run as another user: connects to the socket named and does the whole handshake.
    static final class Stranger {
        private Stranger() {}

        public static void main(String[] args) throws IOException {
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(Path.of(args[0])))) {
                Handshake.offer(new FrameChannel(channel, 1 << 20), TestLink.capability("control"));
                System.out.println("let in");
            } catch (RuntimeException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }

    @BeforeEach
    void open() throws Exception {
        Needed.root();
        Needed.programs("setpriv");
        link = new TestLink();
    }

    @AfterEach
    void close() throws Exception {
        if (link != null) {
            link.close();
        }
    }

    @Test
    void refusesAPeerOfAnotherUserWithTheRightCapability() throws Exception {
        link.serve(exchange -> {});
        Path classes = readableClasses();
        Set<PosixFilePermission> all = PosixFilePermissions.fromString("rwxrwxrwx");
        for (Path path : List.of(link.folder, link.socket.getParent(), link.socket)) {
            Files.setPosixFilePermissions(path, all);
        }

        assertThat(stranger(0, classes)).isEqualTo("let in");
        assertThat(stranger(OTHER, classes)).startsWith("refused: ");
        assertThat(link.client().ask("ping", JsonObject.EMPTY)).isEqualTo(JsonObject.EMPTY);
    }

    /// The class path where any user can read it: a home folder is often closed to others.
    private Path readableClasses() throws IOException {
        Path classes = link.folder.resolve("classes");
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path from = Path.of(entry);
            if (Files.isDirectory(from)) {
                copyTree(from, classes);
            } else if (entry.contains("jackson-core") || entry.contains("jspecify")) {
                Files.createDirectories(classes);
                Files.copy(from, classes.resolve(from.getFileName()));
            }
        }
        return classes;
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }

    private String stranger(int user, Path classes) throws Exception {
        Process process = new ProcessBuilder(
                        "/usr/bin/setpriv",
                        "--reuid=" + user,
                        "--regid=" + user,
                        "--clear-groups",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        classes + File.pathSeparator + classes + "/*",
                        Stranger.class.getName(),
                        link.socket.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
