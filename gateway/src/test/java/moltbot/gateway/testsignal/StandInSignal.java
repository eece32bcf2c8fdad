package moltbot.gateway.testsignal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// signal-cli's daemon (`daemon --socket … --receive-mode manual`), as far as the house uses it: the same
/// requests, answers, errors and notifications, byte for byte where they were compared. Run as a program it takes
/// signal-cli's own arguments; the world it works on is the folder `world` in its `--config`.
public final class StandInSignal implements AutoCloseable {
    private static final String LINK =
            "sgnl://linkdevice?uuid=kYtLCD3xrmXqFJmRQ5mzlw%3D%3D&pub_key=BcXl3Bz9vTnY3QpnYlBEDrIJlYcLDmHCuFLpFwvw9jJK";

    private final ServerSocketChannel server;
    private final SignalWorld world;
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger subscriptions = new AtomicInteger();
    private final AtomicInteger codes = new AtomicInteger();
    private final Set<Path> kept = ConcurrentHashMap.newKeySet();
    private final OwnersRequests owner;
    private volatile boolean closed;

    private StandInSignal(ServerSocketChannel server, SignalWorld world) {
        this.server = server;
        this.world = world;
        this.owner = new OwnersRequests(world);
    }

    public static StandInSignal start(Path socket, SignalWorld world) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        StandInSignal standIn = new StandInSignal(server, world);
        Thread.ofPlatform().daemon().name("accept").start(standIn::accept);
        return standIn;
    }

    /// Its own process, until it is killed.
    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        if (!words.containsAll(List.of("daemon", "--receive-mode", "manual"))) {
            throw new IllegalArgumentException("Not how the house starts signal-cli: " + words);
        }
        Path config = Path.of(words.get(words.indexOf("--config") + 1));
        start(Path.of(words.get(words.indexOf("--socket") + 1)), new SignalWorld(config.resolve("world")));
        System.err.println("INFO  DaemonCommand - Starting daemon in multi-account mode");
        Thread.currentThread().join();
    }

    private void accept() {
        while (!closed) {
            try {
                SocketChannel connection = server.accept();
                connections.add(connection);
                Thread.ofPlatform().daemon().name("connection").start(() -> serve(connection));
            } catch (IOException e) {
                System.err.println("INFO  SocketHandler - Not listening any more: " + e.getMessage());
                return;
            }
        }
    }

    private void serve(SocketChannel connection) {
        try (connection;
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(connection), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                JsonObject request = JsonObject.parse(line);
                // Each request has a thread of its own there too: a slow one holds up no other.
                Thread.ofVirtual().start(() -> answer(connection, request));
            }
        } catch (IOException e) {
            System.err.println("INFO  SocketHandler - Connection closed: " + e.getMessage());
        } finally {
            connections.remove(connection);
        }
    }

    private void answer(SocketChannel connection, JsonObject request) {
        while (world.isFrozen() && !closed) {
            LockSupport.parkNanos(5_000_000);
        }
        JsonObject parameters = request.objectOr("params", JsonObject.EMPTY);
        String id = request.text("id");
        switch (request.text("method")) {
            case "version" ->
                result(connection, id, JsonObject.with("version", "0.13.19").build());
            case "listAccounts" -> result(connection, id, world.accounts());
            case "subscribeReceive" -> {
                if (known(connection, id, parameters)) {
                    subscribe(connection, id);
                }
            }
            case "send" -> {
                if (known(connection, id, parameters)) {
                    send(connection, id, parameters);
                }
            }
            case "sendTyping" -> {
                if (known(connection, id, parameters)) {
                    world.typing(parameters);
                    result(connection, id, JsonObject.EMPTY);
                }
            }
            case "sendReceipt" -> {
                if (known(connection, id, parameters)) {
                    world.receipt(parameters);
                    result(connection, id, now());
                }
            }
            case "remoteDelete" -> {
                if (known(connection, id, parameters)) {
                    world.deleted(parameters.number("targetTimestamp"));
                    result(connection, id, now());
                }
            }
            case "getAttachment" -> {
                if (known(connection, id, parameters)) {
                    giveAttachment(connection, id, parameters.text("id"));
                }
            }
            case "listIdentities", "trust", "submitRateLimitChallenge" -> {
                if (known(connection, id, parameters)) {
                    owner.answer(connection, request);
                }
            }
            case "startLink" -> startLink(connection, id);
            case "finishLink" -> finishLink(connection, id, parameters);
            default -> error(connection, id, -32601, "Method not implemented", JsonValue.NULL);
        }
    }

    private static JsonObject now() {
        return JsonObject.with("timestamp", System.currentTimeMillis()).build();
    }

    private void giveAttachment(SocketChannel connection, String id, String attachment) {
        Optional<byte[]> bytes = world.attachment(attachment);
        if (bytes.isPresent()) {
            String data = Base64.getEncoder().encodeToString(bytes.get());
            result(connection, id, JsonObject.with("data", data).build());
        } else {
            error(connection, id, -2, "An error occurred reading attachment: " + attachment, JsonValue.NULL);
        }
    }

    private void startLink(SocketChannel connection, String id) {
        if (world.isOnline()) {
            String uri = LINK + codes.incrementAndGet();
            result(connection, id, JsonObject.with("deviceLinkUri", uri).build());
        } else {
            error(connection, id, -3, "Link request error: Connection closed!", JsonValue.NULL);
        }
    }

    private void finishLink(SocketChannel connection, String id, JsonObject parameters) {
        if (!parameters.text("deviceLinkUri").equals(LINK + codes.get())) {
            error(connection, id, -1, "Unknown device link uri.", JsonValue.NULL);
            return;
        }
        if (world.hasRunOut()) {
            error(connection, id, -1, "Link request timed out, please try again.", JsonValue.NULL);
            return;
        }
        while (!world.wasScanned() && !closed) {
            LockSupport.parkNanos(2_000_000);
        }
        world.linked();
        result(connection, id, JsonObject.with("number", SignalWorld.ACCOUNT).build());
    }

    private boolean known(SocketChannel connection, String id, JsonObject parameters) {
        boolean known = world.isLinked() && parameters.textOr("account", "").equals(SignalWorld.ACCOUNT);
        boolean _ = known && world.wakes();
        if (!known) {
            error(connection, id, -32602, "Specified account does not exist", JsonValue.NULL);
        }
        return known;
    }

    private void send(SocketChannel connection, String id, JsonObject parameters) {
        if (parameters.text("message").isEmpty()
                && parameters.listOr("attachments", JsonArray.EMPTY).texts().isEmpty()) {
            error(connection, id, -1, "No message given", JsonValue.NULL);
            return;
        }
        JsonObject fault = world.nextFault().orElse(JsonObject.EMPTY);
        if (fault.has("code")) {
            error(
                    connection,
                    id,
                    fault.number("code"),
                    fault.text("message"),
                    fault.find("data").orElse(JsonValue.NULL));
            return;
        }
        String person = parameters.listOr("recipient", JsonArray.EMPTY).texts().stream()
                .findFirst()
                .orElse("0c0c0c0c-0000-4000-8000-000000000002");
        if (world.safetyNumbers().isUntrusted(person)) {
            JsonObject response = Results.of(1, Results.to(person, "IDENTITY_FAILURE"));
            JsonObject data = JsonObject.with("response", response).build();
            error(connection, id, -4, "Failed to send message due to untrusted identities", data);
            return;
        }
        long at = world.sent(parameters);
        if (fault.has("results")) {
            result(
                    connection,
                    id,
                    JsonObject.with("timestamp", at)
                            .with("results", fault.list("results"))
                            .build());
        } else if (!fault.flagOr("silent", false)) {
            result(connection, id, Results.of(at, Results.to(person, "SUCCESS")));
        }
    }

    private void subscribe(SocketChannel connection, String id) {
        int subscription = subscriptions.getAndIncrement();
        if (world.isLate()) {
            // There messages are received from the moment of the subscription on, which is answered after that.
            world.incoming().forEach(file -> tell(connection, subscription, file));
        }
        result(connection, id, JsonValue.of(subscription));
        Thread.ofPlatform().daemon().name("receive").start(() -> receive(connection, subscription));
    }

    /// signal-cli tells the servers that it has a message once it has written it to the socket: so does this.
    private void receive(SocketChannel connection, int subscription) {
        while (!closed && connection.isOpen()) {
            for (Path file : world.incoming()) {
                if (world.isFrozen() || !tell(connection, subscription, file)) {
                    break;
                }
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    private boolean tell(SocketChannel connection, int subscription, Path file) {
        try {
            String text = Files.readString(file);
            String person = text.startsWith("{") ? JsonObject.parse(text).textOr("sourceUuid", "") : "";
            if (world.safetyNumbers().isUntrusted(person)) {
                return !kept.add(file)
                        || write(connection, OwnersRequests.untrusted(JsonObject.parse(text), subscription));
            }
            String line = text.startsWith("{")
                    ? JsonObject.with("jsonrpc", "2.0")
                            .with("method", "receive")
                            .with(
                                    "params",
                                    JsonObject.with("subscription", subscription)
                                            .with(
                                                    "result",
                                                    JsonObject.with("envelope", JsonObject.parse(text))
                                                            .with("account", SignalWorld.ACCOUNT)
                                                            .build())
                                            .build())
                            .build()
                            .toString()
                    : text;
            if (!write(connection, line)) {
                return false;
            }
            world.received(file);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void result(SocketChannel connection, String id, JsonValue result) {
        boolean _ = write(
                connection,
                JsonObject.with("jsonrpc", "2.0")
                        .with("result", result)
                        .with("id", id)
                        .build()
                        .toString());
    }

    static void error(SocketChannel connection, String id, long code, String message, JsonValue data) {
        boolean _ = write(
                connection,
                JsonObject.with("jsonrpc", "2.0")
                        .with(
                                "error",
                                JsonObject.with("code", code)
                                        .with("message", message)
                                        .with("data", data)
                                        .build())
                        .with("id", id)
                        .build()
                        .toString());
    }

    private static boolean write(SocketChannel connection, String line) {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        synchronized (connection) {
            try {
                while (bytes.hasRemaining()) {
                    connection.write(bytes);
                }
                return true;
            } catch (IOException e) {
                return false;
            }
        }
    }

    /// Ends as a kill does: every connection breaks.
    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
        for (SocketChannel connection : connections) {
            connection.close();
        }
        // A connection takes what is written to it until its reader has left.
        while (!connections.isEmpty()) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
