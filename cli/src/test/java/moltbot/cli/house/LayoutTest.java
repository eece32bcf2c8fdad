package moltbot.cli.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import moltbot.cli.failure.CliException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutTest {
    /// A guard may stand beside a house: what is printed for it must not be about the house.
    @Test
    void aCommandSaysWhichFolderItIsAboutWhereItWouldBeAboutAnother(@TempDir Path here) throws Exception {
        Layout house = Layout.of(here.resolve("data"));
        Layout guard = Layout.of(here.resolve("guard-data"));
        Files.createDirectories(guard.data());
        Files.writeString(guard.data().resolve("VERSION"), Layout.VERSION + "\n");
        assertThat(guard.named(here, "")).isEmpty();

        Files.createDirectories(house.data());
        Files.writeString(house.data().resolve("VERSION"), Layout.VERSION + "\n");
        assertThat(house.named(here, "")).isEmpty();
        assertThat(guard.named(here, "")).isEqualTo(" --data guard-data");
        assertThat(guard.named(here, "guard-data")).isEmpty();
        assertThat(Layout.of(here.resolveSibling("elsewhere")).named(here, ""))
                .isEqualTo(" --data " + here.resolveSibling("elsewhere"));
    }

    @TempDir
    Path folder;

    @Test
    void makesEveryFolderForItsOwnerOnly() throws Exception {
        Layout layout = Layout.of(folder.resolve("data"));
        layout.prepare(Blueprint.HOUSE);

        try (var all = Files.walk(layout.data())) {
            for (Path path : all.filter(Files::isDirectory).toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as(path.toString())
                        .isEqualTo("rwx------");
            }
        }
    }

    @Test
    void takesAFolderThatHoldsNothingButTheOwnersSettings() throws Exception {
        Files.createDirectories(folder.resolve("data").resolve("config"));
        Files.createDirectories(folder.resolve("data").resolve("logs"));

        Layout.of(folder.resolve("data")).prepare(Blueprint.HOUSE);
        assertThat(folder.resolve("data").resolve("VERSION")).hasContent("1");
    }

    @Test
    void makesTheOwnersSettingsPrivate() throws Exception {
        Layout layout = Layout.of(folder.resolve("data"));
        layout.prepare(Blueprint.HOUSE);
        Files.writeString(layout.settingsFile(), "listen: 127.0.0.1:1\n");
        Files.setPosixFilePermissions(layout.settingsFile(), PosixFilePermissions.fromString("rw-r--r--"));
        layout.prepare(Blueprint.HOUSE);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(layout.settingsFile())))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesTheDataOfAnotherVersionAndLeavesItAlone() throws Exception {
        Files.writeString(folder.resolve("VERSION"), "7\n");

        assertThatThrownBy(() -> Layout.of(folder).prepare(Blueprint.HOUSE))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("another version (7");
        try (var all = Files.list(folder)) {
            assertThat(all).hasSize(1);
        }
    }

    @Test
    void refusesAFolderThatIsSomebodyElses() throws Exception {
        Files.writeString(folder.resolve("holiday.jpg"), "");

        assertThatThrownBy(() -> Layout.of(folder).prepare(Blueprint.HOUSE)).hasMessageContaining("not Moltbot's");
    }

    @Test
    void refusesAFolderThatCannotBeMade() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> Layout.of(file.resolve("data")).prepare(Blueprint.HOUSE))
                .hasMessageContaining("cannot be written");
    }

    @Test
    void refusesAPathTooLongForSockets() {
        assertThatThrownBy(() -> Layout.of(folder.resolve("x".repeat(100))).prepare(Blueprint.HOUSE))
                .hasMessageContaining("too long");
    }

    @Test
    void writesSmallFilesForItsOwnerOnly() throws Exception {
        Path file = folder.resolve("secret.json");
        Layout.writePrivately(file, "one");
        Layout.writePrivately(file, "two");

        assertThat(file).hasContent("two");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
