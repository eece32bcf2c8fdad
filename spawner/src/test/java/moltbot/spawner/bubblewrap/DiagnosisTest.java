package moltbot.spawner.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an owner reads when sandboxes do not work, for machines as they are out there.
final class DiagnosisTest {
    @TempDir
    Path root;

    private void file(String name, String content) throws IOException {
        Path path = root.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void namesTheCommandThatInstallsBubblewrap() throws Exception {
        file("etc/debian_version", "12.1");
        assertThat(new Diagnosis(root).missing())
                .isEqualTo("Commands cannot be run: bubblewrap is not installed."
                        + " Install it: sudo apt install bubblewrap");
    }

    @Test
    void namesItForFedoraToo() throws Exception {
        file("usr/bin/dnf", "");
        assertThat(new Diagnosis(root).missing()).endsWith("Install it: sudo dnf install bubblewrap");
    }

    @Test
    void namesAToolThatIsNotThere() throws Exception {
        file("etc/debian_version", "12.1");
        file("usr/bin/bwrap", "");
        assertThat(new Diagnosis(root).missing()).contains("the program 'setpriv' is not installed");
    }

    @Test
    void findsAllOnAMachineThatHasThem() {
        assertThat(new Diagnosis(Path.of("/")).missing()).isEmpty();
    }

    @Test
    void saysHowToAllowUserNamespacesOnUbuntu() throws Exception {
        file("proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1\n");
        assertThat(new Diagnosis(root).failed("unshare: write failed /proc/self/uid_map: Operation not permitted\nx"))
                .contains("AppArmor forbids user namespaces")
                .contains("sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0")
                .endsWith("It said: unshare: write failed /proc/self/uid_map: Operation not permitted");
    }

    @Test
    void saysHowToAllowThemElsewhere() throws Exception {
        assertThat(new Diagnosis(root).failed("")).contains("a kernel that allows user namespaces");
        file(".dockerenv", "");
        assertThat(new Diagnosis(root).failed("")).contains("runs in a container");
        file("proc/sys/user/max_user_namespaces", "0\n");
        assertThat(new Diagnosis(root).failed("")).contains("sudo sysctl -w user.max_user_namespaces=10000");
        file("proc/sys/kernel/unprivileged_userns_clone", "0\n");
        assertThat(new Diagnosis(root).failed("")).contains("sudo sysctl -w kernel.unprivileged_userns_clone=1");
    }
}
