package moltbot.spawner.probe;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How a sandbox tells a file of the machine from one of its own that has the same name: by device and number, which a
/// mount does not change.
public final class MachineFiles {
    private static final System.Logger LOG = System.getLogger("probe");
    private static final List<String> PLACES = List.of(
            "/",
            "/root",
            "/root/.ssh",
            "/etc",
            "/etc/shadow",
            "/etc/hostname",
            "/etc/machine-id",
            "/home",
            "/var",
            "/var/lib",
            "/var/log",
            "/run",
            "/boot",
            "/srv",
            "/opt",
            "/mnt",
            "/media",
            "/tmp");

    private MachineFiles() {}

    /// Device and number of what no sandbox may see of this machine, each after a space.
    public static String known() {
        List<Path> places = new ArrayList<>(PLACES.stream().map(Path::of).toList());
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(Path.of("/home"))) {
            homes.forEach(places::add);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "There are no homes to be seen.", e);
        }
        StringBuilder known = new StringBuilder();
        for (Path place : places) {
            try {
                Map<String, Object> is = Files.readAttributes(place, "unix:dev,ino", LinkOption.NOFOLLOW_LINKS);
                known.append(' ').append(is.get("dev")).append(':').append(is.get("ino"));
            } catch (IOException | UnsupportedOperationException e) {
                LOG.log(System.Logger.Level.DEBUG, "Not on this machine, or not to be seen: {0}", place);
            }
        }
        return known.toString();
    }
}
