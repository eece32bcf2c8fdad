package moltbot.control;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import moltbot.contract.boot.Boot;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;

/// Control as a process of its own, started as the supervisor starts it, among stand-ins for its neighbours.
public final class ControlProcess implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path root;
    private final Boot boot;
    private final Map<String, Capability> peers = new LinkedHashMap<>();
    private final StandInHouse house;
    private Process process;

    public ControlProcess(Path root) throws IOException {
        this(root, JsonObject.EMPTY);
    }

    /// @param settings  of control
    public ControlProcess(Path root, JsonObject settings) throws IOException {
        this.root = root;
        Map<String, Boot.Reach> reaches = new LinkedHashMap<>();
        for (String peer : List.of("runtime", "gateway", "spawner", "supervisor")) {
            reaches.put(
                    peer, new Boot.Reach(root.resolve("run/" + peer + "/link.sock"), new Capability("control", key())));
        }
        for (String peer : List.of("breaker", "runtime", "host", "guardian", "gateway")) {
            peers.put(peer, new Capability(peer, key()));
        }
        this.boot = new Boot(
                "control",
                root.resolve("data/control"),
                root.resolve("run/control/link.sock"),
                "boot-1",
                List.copyOf(peers.values()),
                reaches,
                Map.of("assertion", key(), "grant", key(), "grant.gateway", key()),
                Map.of(),
                settings);
        this.house = new StandInHouse(reaches);
        this.process = launch();
    }

    static byte[] key() {
        byte[] key = new byte[32];
        RANDOM.nextBytes(key);
        return key;
    }

    private Process launch() throws IOException {
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "moltbot.control.Main")
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        root.resolve("control.log").toFile()))
                .start();
        OutputStream in = started.getOutputStream();
        in.write(boot.toJson().toBytes());
        in.write('\n');
        in.flush();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
        String answer = String.valueOf(out.readLine());
        if (!answer.contains("ready")) {
            throw new IOException(answer + Files.readString(root.resolve("control.log")));
        }
        return started;
    }

    /// Ends the process as a power cut would, and starts it again on the same data.
    public void killAndRestart() throws IOException, InterruptedException {
        kill();
        process = launch();
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Control does not end.");
        }
    }

    /// A link to control as this peer has it.
    public LinkClient as(String peer) {
        return new LinkClient(boot.socket(), requireNonNull(peers.get(peer)), LinkLimits.DEFAULT);
    }

    public byte[] key(String name) {
        return boot.key(name);
    }

    public Path data() {
        return boot.data();
    }

    public StandInHouse house() {
        return house;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        house.close();
    }
}
