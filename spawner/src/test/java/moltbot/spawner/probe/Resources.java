package moltbot.spawner.probe;

import java.nio.file.Files;
import java.nio.file.Path;

/// The programs beside the probes, as files.
final class Resources {
    private Resources() {}

    static Path path(String name) {
        Path file = Path.of("src/test/resources/moltbot/spawner/probe", name).toAbsolutePath();
        if (!Files.exists(file)) {
            throw new AssertionError("Tests run in their module's folder: " + file);
        }
        return file;
    }
}
