package moltbot.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import moltbot.contract.boot.Boot;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkServer;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.Usage;
import moltbot.contract.sandbox.SandboxAvailability;
import moltbot.contract.seal.Seal;

/// The runtime as the house starts it, alone: the bench is its supervisor, its control, its spawner, and a gateway
/// whose model answers at once.
final class MeasuredRuntime implements AutoCloseable {
    private static final byte[] KEY = new byte[Seal.KEY_BYTES];
    private static final String ANSWER =
            "An answer of about the length that answers in a chat usually have. ".repeat(8);

    private final Process process;
    private final List<LinkServer> peers = new ArrayList<>();
    private final LinkClient client;
    private final AtomicLong requestBytes = new AtomicLong();
    private final Semaphore asking = new Semaphore(64);
    private final Map<String, Semaphore> letters = new ConcurrentHashMap<>();

    MeasuredRuntime(Path folder) throws IOException {
        Map<String, Boot.Reach> reaches = new LinkedHashMap<>();
        for (String peer : List.of("gateway", "control", "spawner")) {
            Capability capability = new Capability("runtime", KEY);
            Path socket = folder.resolve("run").resolve(peer).resolve("link.sock");
            peers.add(LinkServer.start(socket, List.of(capability), this::answer, LinkLimits.DEFAULT));
            reaches.put(peer, new Boot.Reach(socket, capability));
        }
        Path socket = folder.resolve("run/runtime/link.sock");
        Capability control = new Capability("control", KEY);
        Boot boot = new Boot(
                "runtime",
                folder.resolve("chats"),
                socket,
                "boot-of-the-bench",
                List.of(control),
                reaches,
                Map.of(),
                Map.of(),
                JsonObject.EMPTY);
        this.process = start(folder, boot);
        this.client = new LinkClient(socket, control, LinkLimits.DEFAULT);
    }

    private static Process start(Path folder, Boot boot) throws IOException {
        Path house = Path.of("target/house").toAbsolutePath();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=org.xerial.sqlitejdbc",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx160m"));
        Path cache = house.resolve("aot/runtime.aot");
        if (Files.exists(cache)) {
            command.addAll(List.of("-XX:AOTCache=" + cache, "-XX:AOTMode=auto", "-Xlog:aot*=off", "-Xlog:cds*=off"));
        }
        command.addAll(
                List.of("-p", house.resolve("lib/runtime").toString(), "-m", "moltbot.runtime/moltbot.runtime.Main"));
        Files.createDirectories(folder);
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("runtime.log").toFile())
                .start();
        process.getOutputStream().write((boot.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        String said = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (!"{\"ready\":true}".equals(said)) {
            throw new IOException("The runtime said: " + said + "; see " + folder.resolve("runtime.log"));
        }
        return process;
    }

    private void answer(LinkExchange exchange) throws InterruptedException {
        switch (exchange.operation()) {
            case "model.stream" -> {
                requestBytes.set(exchange.readBody(16 << 20).length);
                exchange.send(new ModelEvent.TextDelta(ANSWER).toJson());
                exchange.send(new ModelEvent.Finished("end", "bench", "bench", Usage.NONE).toJson());
            }
            case "model.state" ->
                exchange.reply(JsonObject.with("provider", "bench")
                        .with("model", "bench")
                        .with("demo", true)
                        .build());
            case "channel.send" -> {
                exchange.readBody(1 << 20);
                // Before it is answered: whoever asked may hang up at the answer, and end this.
                Semaphore arrived = letters.get(exchange.head().text("address"));
                if (arrived != null) {
                    arrived.release();
                }
                exchange.send(JsonObject.with("outcome", "sent").build());
            }
            case "sandbox.watch" -> {
                exchange.reply(JsonObject.EMPTY);
                exchange.send(new SandboxAvailability(true, true, "bubblewrap", "", "", "").toJson());
                new CountDownLatch(1).await();
            }
            default -> throw new IllegalStateException(exchange.operation());
        }
    }

    /// A session that is watched throughout, as a panel does.
    final class Talk implements AutoCloseable {
        private final String session;
        private final LinkCall watch;
        private int sent;

        Talk(String session) {
            this.session = session;
            this.watch = client.open(
                    "chat.watch",
                    JsonObject.with("sender", "owner")
                            .with("session", session)
                            .with("after", 0)
                            .build());
            watch.end();
        }

        /// Says something and waits for the end of its turn; how long until the first of the answer, and until the end.
        long[] say(String text) {
            long began = System.nanoTime();
            submit(session, session + "-" + sent++, "panel", text, "");
            long first = 0;
            while (true) {
                byte[] frame = watch.next();
                if (frame == null) {
                    throw new IllegalStateException("The watch ended.");
                }
                String type = JsonObject.parse(frame).text("type");
                if (first == 0 && (type.equals("draft") || type.equals("assistant_text"))) {
                    first = System.nanoTime() - began;
                }
                if (type.equals("turn_finished")) {
                    return new long[] {first, System.nanoTime() - began};
                }
            }
        }

        @Override
        public void close() {
            watch.close();
        }
    }

    /// A session from a messenger: nobody watches it, and its answers are letters.
    final class Exchange {
        private final String session;
        private final Semaphore arrived = new Semaphore(0);
        private int sent;

        Exchange(String session) {
            this.session = session;
            letters.put(session, arrived);
        }

        /// Says something and waits until the answer has been handed to the gateway; how long that took, in
        /// nanoseconds.
        long say(String text) throws InterruptedException {
            long began = System.nanoTime();
            submit(session, session + "-" + sent++, "signal", text, session);
            arrived.acquire();
            return System.nanoTime() - began;
        }
    }

    /// As many at once as find room beside those that watch.
    private void submit(String session, String id, String channel, String text, String address) {
        asking.acquireUninterruptibly();
        try {
            client.ask("chat.submit", new InboundMessage(id, channel, "owner", session, text, address).toJson());
        } finally {
            asking.release();
        }
    }

    /// Bytes of the latest question to the model.
    long requestBytes() {
        return requestBytes.get();
    }

    /// Rows its store has given so far.
    long rowsRead() {
        return client.ask("runtime.state", JsonObject.EMPTY).number("rowsRead");
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        client.close();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        peers.forEach(LinkServer::close);
    }
}
