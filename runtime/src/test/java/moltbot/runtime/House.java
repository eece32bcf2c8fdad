package moltbot.runtime;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import moltbot.contract.ContractException;
import moltbot.contract.boot.Boot;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.chat.SentFile;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkHandler;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkServer;
import org.jspecify.annotations.Nullable;

/// The runtime among stand-ins for its peers, which speak the real links; in this process or as a process of its own.
public final class House implements AutoCloseable {
    public final StandInModel model = new StandInModel();
    public final StandInControl control = new StandInControl();
    public final StandInSpawner spawner = new StandInSpawner();
    public final Path data;

    private final Path run;
    private final Map<String, Capability> reaches = new LinkedHashMap<>();
    private final Capability fromControl = new Capability("control", key());
    private final Deque<AutoCloseable> stops = new ArrayDeque<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private final Map<String, LinkServer> servers = new LinkedHashMap<>();
    /// By which the runtime goes that runs in this process.
    public volatile InstantSource clock = InstantSource.system();

    private JsonObject settings = JsonObject.EMPTY;
    private @Nullable Process child;
    private LinkClient client;

    public House(Path folder) throws IOException {
        this.data = Files.createDirectories(folder.resolve("chats"));
        this.run = folder.resolve("run");
        for (String peer : List.of("gateway", "control", "spawner")) {
            reaches.put(peer, new Capability("runtime", key()));
        }
        serve("gateway", model);
        serve("control", control);
        serve("spawner", spawner);
        this.client = newClient();
    }

    private static byte[] key() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return key;
    }

    private Path socket(String peer) {
        return run.resolve(peer).resolve("link.sock");
    }

    void serve(String peer, LinkHandler handler) {
        Capability capability = reaches.get(peer);
        if (capability == null) {
            throw new IllegalStateException(peer);
        }
        servers.put(peer, LinkServer.start(socket(peer), List.of(capability), handler, LinkLimits.DEFAULT));
    }

    /// Ends a peer as a crash would.
    void lose(String peer) {
        LinkServer server = servers.remove(peer);
        if (server != null) {
            server.close();
        }
    }

    public House with(JsonObject runtimeSettings) {
        settings = runtimeSettings;
        return this;
    }

    private Boot boot() {
        Map<String, Boot.Reach> to = new LinkedHashMap<>();
        reaches.forEach((peer, capability) -> to.put(peer, new Boot.Reach(socket(peer), capability)));
        return new Boot(
                "runtime", data, socket("runtime"), "boot-id", List.of(fromControl), to, Map.of(), Map.of(), settings);
    }

    /// Starts the runtime in this process.
    public House start() throws IOException {
        Main.start(boot(), stops::push, clock, ZoneId.of("Europe/Vienna"));
        return this;
    }

    public void stop() throws Exception {
        while (!stops.isEmpty()) {
            stops.pop().close();
        }
    }

    /// Starts the runtime as a process of its own, to be killed.
    public House startProcess() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx96m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "moltbot.runtime.Main")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        child = process;
        OutputStream in = process.getOutputStream();
        in.write((boot().toJson() + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null || !JsonObject.parse(line).flagOr("ready", false)) {
            throw new IOException("The runtime did not start: " + line);
        }
        return this;
    }

    /// Kills the process with signal 9.
    public void kill() throws InterruptedException {
        Process process = child;
        if (process != null) {
            process.destroyForcibly();
            process.waitFor(10, TimeUnit.SECONDS);
            child = null;
            client.close();
            client = newClient();
        }
    }

    private LinkClient newClient() {
        return new LinkClient(socket("runtime"), fromControl, LinkLimits.DEFAULT);
    }

    public LinkClient client() {
        return client;
    }

    public JsonObject submit(String sender, String session, String id, String text) {
        return client.ask(
                "chat.submit",
                JsonObject.with("id", id)
                        .with("channel", "panel")
                        .with("sender", sender)
                        .with("session", session)
                        .with("text", text)
                        .build());
    }

    /// A message with files, whose bytes come in pieces of two. What is called `voice message …` is what was heard in
    /// one.
    public JsonObject submit(String id, String text, Map<String, byte[]> files) {
        JsonObject head = new InboundMessage(
                        id,
                        "panel",
                        "owner",
                        "main",
                        text,
                        "",
                        files.entrySet().stream()
                                .map(file -> new SentFile(
                                        file.getKey(),
                                        file.getValue().length,
                                        file.getKey().startsWith("voice message")))
                                .toList())
                .toJson();
        try (LinkCall call = client.open("chat.submit", head)) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            files.values().forEach(all::writeBytes);
            byte[] bytes = all.toByteArray();
            int step = Math.max(2, bytes.length / 50);
            for (int from = 0; from < bytes.length; from += step) {
                call.send(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + step)));
            }
            call.end();
            return call.reply();
        }
    }

    public JsonObject submit(String id, String text) {
        return submit("owner", "main", id, text);
    }

    public boolean stopTurn() {
        return client.ask(
                        "chat.stop",
                        JsonObject.with("sender", "owner")
                                .with("session", "main")
                                .build())
                .flag("stopped");
    }

    public Watcher watch(String sender, String session, long after) {
        Watcher watcher = new Watcher(client, sender, session, after);
        watchers.add(watcher);
        return watcher;
    }

    public Watcher watch() {
        return watch("owner", "main", 0);
    }

    public static String reasonOf(Runnable refused) {
        try {
            refused.run();
            return "taken";
        } catch (ContractException e) {
            return e.reason();
        }
    }

    @Override
    public void close() throws IOException {
        watchers.forEach(Watcher::close);
        try {
            kill();
            stop();
        } catch (Exception e) {
            throw new IOException(e);
        }
        client.close();
        servers.values().forEach(LinkServer::close);
        servers.clear();
    }
}
