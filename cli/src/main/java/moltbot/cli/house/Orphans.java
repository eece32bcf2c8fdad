package moltbot.cli.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import moltbot.cli.confine.Confinement;

/// Orphans of a compartment come to the supervisor (it is their subreaper); those that have ended are let go.
final class Orphans {
    private Orphans() {}

    static void reapIfEnded(long pid) {
        Path stat = Path.of("/proc/" + pid + "/stat");
        try {
            String text = Files.readString(stat);
            if (text.substring(text.lastIndexOf(')') + 1).startsWith(" Z")) {
                Confinement.reap(pid);
            }
        } catch (IOException | IndexOutOfBoundsException e) {
            System.getLogger("supervisor").log(System.Logger.Level.DEBUG, "An orphan is already gone.", e);
        }
    }
}
