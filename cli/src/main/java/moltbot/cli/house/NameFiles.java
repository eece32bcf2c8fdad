package moltbot.cli.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The files by which the C library finds names on a network (`resolv.conf(5)`, `hosts(5)`, `nsswitch.conf(5)`), where
/// they are links that lead out of `/etc`: whoever may read `/etc` only could find no name.
///
/// What keeps such a file replaces it by another, and a wall knows files, not names. So the whole folder is told where
/// it is a service's own, as `/run/systemd/resolve` is, and only the file where the folder holds other things too.
final class NameFiles {
    private static final List<String> NAMES = List.of("resolv.conf", "hosts", "nsswitch.conf");

    private NameFiles() {}

    /// @param etc  `/etc`
    /// @param run  `/run`, where services keep folders of their own
    static List<Path> beyond(Path etc, Path run) throws IOException {
        Path inside = etc.toRealPath();
        List<Path> beyond = new ArrayList<>();
        for (String name : NAMES) {
            Path file = etc.resolve(name);
            if (!Files.exists(file) || file.toRealPath().startsWith(inside)) {
                continue;
            }
            Path real = file.toRealPath();
            Path folder = real.resolveSibling("");
            boolean services =
                    Files.exists(run) && folder.startsWith(run.toRealPath()) && !folder.equals(run.toRealPath());
            beyond.add(services ? folder : real);
        }
        return beyond;
    }
}
