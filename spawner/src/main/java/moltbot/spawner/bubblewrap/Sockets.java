package moltbot.spawner.bubblewrap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a sandbox's sockets may hold of the kernel's memory, which no process has and no limit counts. The kernel
/// tells how many there are in a network, and a sandbox has a network of its own; each counts for what it holds when
/// it is full. More it cannot hold: neither the [SeccompFilter] nor [Scripts] lets a buffer grow.
final class Sockets {
    /// Most systems' `net.core.wmem_default`.
    private static final long USUAL_BUFFER = 212_992;

    /// Both ways of a connection, as [Scripts] bounds them, beyond what every socket counts for.
    private static final long CONNECTION = 2 * 262_144;

    private static final Pattern USED = Pattern.compile("sockets: used (\\d+)");
    private static final Pattern CONNECTIONS = Pattern.compile("TCP: inuse (\\d+) orphan (\\d+) ");

    private Sockets() {}

    /// @param processes  of one sandbox, the last one first
    static long bytes(Path proc, Collection<Path> processes) {
        String own = network(proc.resolve("self"));
        for (Path process : processes) {
            String network = network(process);
            String told = network.isEmpty() || network.equals(own) ? "" : Memory.text(process.resolve("net/sockstat"));
            if (!told.isEmpty()) {
                return number(USED, 1, told) * buffer(proc.resolve("sys/net/core/wmem_default"))
                        + (number(CONNECTIONS, 1, told) + number(CONNECTIONS, 2, told)) * CONNECTION;
            }
        }
        return 0;
    }

    /// A setting of the kernel answers one read only, so it must be large enough.
    private static long buffer(Path setting) {
        try (InputStream in = Files.newInputStream(setting)) {
            return Long.parseLong(new String(in.readNBytes(32), StandardCharsets.US_ASCII).strip());
        } catch (IOException | NumberFormatException e) {
            return USUAL_BUFFER;
        }
    }

    /// Which network it is in; nothing where it has just ended.
    private static String network(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("ns/net")).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static long number(Pattern pattern, int group, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Long.parseLong(found.group(group)) : 0;
    }
}
