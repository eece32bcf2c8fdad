package moltbot.cli.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import moltbot.cli.house.Blueprint;
import moltbot.cli.house.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardVaultTest {
    private static final byte[] TOKEN = "s3cret-of-the-panel".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    @Test
    void keepsTheTokenAndShowsItNowhere() throws IOException {
        Layout layout = Layout.of(folder.resolve("g"));
        layout.prepare(Blueprint.GUARD);
        assertThat(new GuardVault(layout).token()).isEmpty();
        new GuardVault(layout).set(GuardVault.TOKEN, TOKEN);
        assertThat(new GuardVault(layout).token()).contains("s3cret-of-the-panel");
        try (Stream<Path> files = Files.walk(layout.data())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("s3cret");
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void refusesWhatIsNoToken() {
        Layout layout = Layout.of(folder.resolve("g"));
        layout.prepare(Blueprint.GUARD);
        for (String bad : List.of("", "two words", "new\nline")) {
            assertThatThrownBy(
                            () -> new GuardVault(layout).set(GuardVault.TOKEN, bad.getBytes(StandardCharsets.US_ASCII)))
                    .hasMessageContaining("not a token");
        }
        assertThatThrownBy(() -> new GuardVault(layout).set("other", TOKEN)).hasMessageContaining("upstream-token");
        assertThat(new GuardVault(layout).token()).isEmpty();
    }

    @Test
    void aFolderIsAGuardsOrAHousesForGood() {
        Layout layout = Layout.of(folder.resolve("g"));
        layout.prepare(Blueprint.GUARD);
        assertThatThrownBy(() -> layout.prepare(Blueprint.HOUSE)).hasMessageContaining("moltbot guard");
        Layout house = Layout.of(folder.resolve("h"));
        house.prepare(Blueprint.HOUSE);
        assertThatThrownBy(() -> house.prepare(Blueprint.GUARD)).hasMessageContaining("moltbot up");
    }
}
