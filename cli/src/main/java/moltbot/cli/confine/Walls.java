package moltbot.cli.confine;

import java.nio.file.Path;
import java.util.List;

/// What one compartment may touch; everything else is refused by the kernel, from its first instruction on.
///
/// @param files     whether the file system is walled at all (the spawner must mount, the guardian must look)
/// @param writable  folders it may change
/// @param readable  files and folders it may read
/// @param runnable  files it may execute
/// @param internet  whether it may make internet sockets
/// @param netlink   whether it may make netlink sockets (bubblewrap sets up a sandbox's own loopback by one, the
/// guardian asks the kernel for listeners)
public record Walls(
        boolean files,
        List<Path> writable,
        List<Path> readable,
        List<Path> runnable,
        boolean internet,
        boolean netlink) {
    public Walls {
        writable = List.copyOf(writable);
        readable = List.copyOf(readable);
        runnable = List.copyOf(runnable);
    }
}
