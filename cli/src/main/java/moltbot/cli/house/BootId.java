package moltbot.cli.house;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The machine's boot, so that nothing given before a reboot counts after it.
final class BootId {
    private BootId() {}

    static String read() {
        Path linux = Path.of("/proc/sys/kernel/random/boot_id");
        try {
            if (Files.exists(linux)) {
                return Files.readString(linux).strip();
            }
            Process sysctl = new ProcessBuilder("/usr/sbin/sysctl", "-n", "kern.bootsessionuuid").start();
            String id = new String(sysctl.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (!id.isEmpty()) {
                return id;
            }
        } catch (IOException e) {
            throw new IllegalStateException("This machine does not tell its boot id.", e);
        }
        throw new IllegalStateException("This machine does not tell its boot id.");
    }
}
