package moltbot.guardian;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import moltbot.contract.boot.Boot;
import moltbot.contract.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// The whole guardian with its three locks, on a data folder of its own.
final class GuardedHouse implements AutoCloseable {
    private static final byte[] KEY = new byte[32];

    private final Path data;
    private final int port = freePort();
    private final Map<String, LockStandIn> locks = new LinkedHashMap<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private @Nullable Guardian guardian;

    GuardedHouse(Path folder) throws IOException {
        data = TestFolders.folder(folder.resolve("data"), "rwx------");
    }

    /// @param more  settings beside those that every guardian has
    void start(JsonObject more) throws IOException {
        TestFolders.folder(data.resolve("run"), "rwx------");
        TestFolders.folder(data.resolve("guardian"), "rwx------");
        Nest supervisor = Nest.supervisor();
        open.push(supervisor);
        Map<String, Boot.Reach> reaches = new LinkedHashMap<>();
        Map<String, byte[]> keys = new LinkedHashMap<>(Map.of("canary", KEY, "bypass", KEY));
        for (String name : List.of("breaker", "gateway", "spawner")) {
            Path socket = data.resolve("run").resolve(name).resolve("link.sock");
            LockStandIn lock = new LockStandIn(name, socket, KEY, KEY);
            open.push(lock);
            locks.put(name, lock);
            reaches.put(name, LockStandIn.reach(socket, KEY));
            keys.put("lease." + name, KEY);
        }
        JsonObject settings = more.toBuilder()
                .with("listen", "127.0.0.1:" + port)
                .with("supervisorPid", supervisor.pid())
                .with("dataRoot", data.toString())
                .build();
        Boot boot = new Boot(
                "guardian",
                data.resolve("guardian"),
                data.resolve("run/guardian/link.sock"),
                LockStandIn.BOOT_ID,
                List.of(),
                reaches,
                keys,
                Map.of(),
                settings);
        guardian = new Guardian(boot);
        open.push(guardian);
        guardian.start();
    }

    /// Everything is looked at now.
    void look() {
        Objects.requireNonNull(guardian).refresh();
    }

    int port() {
        return port;
    }

    LockStandIn breaker() {
        return lock("breaker");
    }

    LockStandIn lock(String name) {
        return Objects.requireNonNull(locks.get(name));
    }

    /// Everything that was found.
    String history() {
        Path file = data.resolve("guardian/findings.jsonl");
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            AutoCloseable one = open.pop();
            try {
                one.close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}
