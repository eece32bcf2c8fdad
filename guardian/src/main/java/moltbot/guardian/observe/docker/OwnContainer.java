package moltbot.guardian.observe.docker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What this process can tell of the container it runs in, if it runs in one.
///
/// @param id      its id, or empty
/// @param socket  the socket of an engine that is mounted into it, or empty
record OwnContainer(String id, String socket) {
    static final OwnContainer NONE = new OwnContainer("", "");

    private static final int MOST_BYTES = 1 << 20;
    private static final Pattern CGROUP = Pattern.compile("(?:docker|libpod|crio|containerd)[-/]([0-9a-f]{64})");
    private static final Pattern MOUNTED = Pattern.compile("/(?:containers|overlay-containers)/([0-9a-f]{64})/");

    /// Looks into `/proc/self`.
    static OwnContainer now() {
        try {
            return of(text("/proc/self/cgroup"), text("/proc/self/mountinfo"));
        } catch (IOException e) {
            return NONE;
        }
    }

    /// By the control group (cgroup v1), else by the files that an engine mounts over `/etc/hostname` and its
    /// neighbours.
    static OwnContainer of(String cgroup, String mounts) {
        Matcher group = CGROUP.matcher(cgroup);
        String id = group.find() ? group.group(1) : "";
        String socket = "";
        for (String line : mounts.split("\n", 10_000)) {
            String[] fields = line.split(" ", 7);
            if (fields.length < 6) {
                continue;
            }
            String root = fields[3];
            String point = fields[4];
            Matcher mounted = MOUNTED.matcher(root);
            if (id.isEmpty() && point.matches("/etc/(hostname|hosts|resolv.conf)") && mounted.find()) {
                id = mounted.group(1);
            }
            socket = Sockets.ofAnEngine(root) || Sockets.ofAnEngine(point) ? point : socket;
        }
        return new OwnContainer(id, id.isEmpty() ? "" : socket);
    }

    private static String text(String path) throws IOException {
        byte[] bytes;
        try (var in = Files.newInputStream(Path.of(path))) {
            bytes = in.readNBytes(MOST_BYTES);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
