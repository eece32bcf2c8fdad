package moltbot.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NameFilesTest {
    @TempDir
    Path root;

    private Path etc;
    private Path run;

    @BeforeEach
    void makeFolders() throws IOException {
        root = root.toRealPath();
        etc = Files.createDirectories(root.resolve("etc"));
        run = Files.createDirectories(root.resolve("run"));
    }

    private Path file(String path) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.resolveSibling(""));
        return Files.writeString(file, "nameserver 192.0.2.1\n");
    }

    @Test
    void needsNothingMoreWhereTheyLieInEtc() throws Exception {
        file("etc/hosts");
        file("etc/real/resolv.conf");
        Files.createSymbolicLink(etc.resolve("resolv.conf"), Path.of("real/resolv.conf"));

        assertThat(NameFiles.beyond(etc, run)).isEmpty();
    }

    @Test
    void takesTheFolderOfTheServiceThatKeepsReplacingIt() throws Exception {
        file("run/systemd/resolve/stub-resolv.conf");
        Files.createSymbolicLink(etc.resolve("resolv.conf"), Path.of("../run/systemd/resolve/stub-resolv.conf"));

        assertThat(NameFiles.beyond(etc, run)).containsExactly(run.resolve("systemd/resolve"));
    }

    @Test
    void takesOnlyTheFileWhereItsFolderHoldsOtherThings() throws Exception {
        Path real = file("mnt/wsl/resolv.conf");
        Path hosts = file("run/hosts");
        Files.createSymbolicLink(etc.resolve("resolv.conf"), real);
        Files.createSymbolicLink(etc.resolve("hosts"), hosts);
        Files.createSymbolicLink(etc.resolve("nsswitch.conf"), root.resolve("nowhere"));

        assertThat(NameFiles.beyond(etc, run)).containsExactlyInAnyOrder(real, hosts);
    }
}
