package moltbot.systemtest.house;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import moltbot.contract.boot.Boot;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;

/// The real house: `./moltbot up` with its six processes, as an owner runs it, on a data folder of its own.
public final class TestHouse implements AutoCloseable {
    public static final Path CHECKOUT = checkout();
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Pattern CODE = Pattern.compile("Code\\s+([A-Z0-9-]{8,})");

    private final Path data;
    private final String listen;
    private final Process supervisor;
    private final List<String> printed = new ArrayList<>();
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /// What a command printed and how it ended.
    public record Ran(int exit, String out, String err) {}

    private static final int MOST_OF_A_LOG = 60_000;

    private TestHouse(Path data, String listen, Process supervisor) {
        this.data = data;
        this.listen = listen;
        this.supervisor = supervisor;
        Thread.ofPlatform().daemon().start(() -> collect(supervisor));
    }

    /// Starts a house and waits until it says that it is up.
    public static TestHouse up(Path data, Map<String, String> environment) throws Exception {
        return up(data, "127.0.0.1:" + freePort(), environment);
    }

    public static TestHouse up(Path data, String listen, Map<String, String> environment) throws Exception {
        return started(data, listen, builder(environment, "up", "--data", data.toString(), "--listen", listen));
    }

    /// The same, by a command of one's own that ends in `up`.
    public static TestHouse started(Path data, String listen, ProcessBuilder command) throws Exception {
        TestHouse house = new TestHouse(data, listen, command.start());
        boolean up = false;
        try {
            house.awaitLine("Stop it with");
            up = true;
            return house;
        } finally {
            if (!up) {
                // It would go on trying, beside every test that follows.
                house.close();
            }
        }
    }

    /// Writes a house's settings before it is started.
    public static void settings(Path data, String yaml) throws IOException {
        Files.createDirectories(data.resolve("config"));
        Files.writeString(data.resolve("config").resolve("settings.yaml"), yaml);
    }

    public static ProcessBuilder builder(Map<String, String> environment, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(CHECKOUT.resolve("moltbot").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(CHECKOUT.toFile());
        builder.environment()
                .keySet()
                .removeIf(name ->
                        name.startsWith("MOLTBOT_") || name.endsWith("_API_KEY") || name.endsWith("_BOT_TOKEN"));
        builder.environment().putAll(environment);
        return builder;
    }

    private void collect(Process process) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = reader.readLine()) != null) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("(" + e.getMessage() + ")");
        }
    }

    private void awaitLine(String part) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            String line = lines.poll(100, TimeUnit.MILLISECONDS);
            if (line != null) {
                printed.add(line);
                if (line.contains(part)) {
                    return;
                }
            } else if (!supervisor.isAlive()) {
                break;
            }
        }
        throw new AssertionError("The house did not come up: " + printed + " "
                + (supervisor.isAlive()
                        ? ""
                        : new String(supervisor.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)));
    }

    /// The one-time code it printed.
    public String code() {
        Matcher matcher = CODE.matcher(String.join("\n", printed));
        if (!matcher.find()) {
            throw new AssertionError("No code was printed: " + printed);
        }
        return matcher.group(1);
    }

    /// Where the panel is; by https where its settings say `tls`.
    public String url() {
        return (tls() ? "https://" : "http://") + listen;
    }

    private boolean tls() {
        Path settings = data.resolve("config").resolve("settings.yaml");
        try {
            return Files.exists(settings) && Files.readString(settings).contains("tls:");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same panel by a name, which a browser wants for passkeys.
    public String named() {
        return url().replace("127.0.0.1", "localhost");
    }

    public String listen() {
        return listen;
    }

    public Path data() {
        return data;
    }

    Process supervisor() {
        return supervisor;
    }

    /// A link of the owner's own, as the command line has them.
    public LinkClient link(String compartment) {
        return host(data).client(compartment, LinkLimits.DEFAULT);
    }

    static Boot host(Path data) {
        try {
            return Boot.fromJson(
                    JsonObject.parse(Files.readAllBytes(data.resolve("run").resolve("host.json"))));
        } catch (IOException e) {
            throw new IllegalStateException("No house runs on " + data, e);
        }
    }

    public JsonObject breaker() {
        try (LinkClient breaker = link("breaker")) {
            return breaker.ask("breaker.state", JsonObject.EMPTY);
        }
    }

    JsonObject state() {
        try (LinkClient link = link("supervisor")) {
            return link.ask("house.state", JsonObject.EMPTY);
        }
    }

    /// The process of a compartment, if it runs now.
    public Optional<ProcessHandle> process(String compartment) {
        return supervisor
                .descendants()
                .filter(child -> child.info().commandLine().orElse("").contains("moltbot." + compartment + "/"))
                .findFirst();
    }

    /// Kills a compartment; returns once another runs in its place and the breaker is closed again.
    public void replace(String compartment) {
        ProcessHandle before = process(compartment).orElseThrow();
        before.destroyForcibly();
        before.onExit().join();
        awaitState("CLOSED");
    }

    public void awaitState(String wanted) {
        Await.until(
                "the breaker to be " + wanted,
                PATIENCE,
                () -> breaker().text("state").equals(wanted));
    }

    /// Trips it by hand, at once: a command of its own takes a while to start. The trip's id.
    public String trip(String reason) {
        try (LinkClient breaker = link("breaker")) {
            return breaker.ask(
                            "breaker.trip",
                            JsonObject.with("reason", reason)
                                    .with("exposure", false)
                                    .build())
                    .text("id");
        }
    }

    /// Makes the owner, without a browser; the password.
    public String claim() throws IOException, InterruptedException {
        Panel.claim(this);
        return Panel.PASSWORD;
    }

    /// Resets a trip with the owner's password, once the guardian gives its all-clear, and waits until it is closed.
    public void reset(String trip, String password) {
        byte[] factor = (password + "\n").getBytes(StandardCharsets.UTF_8);
        Await.until(
                "the guardian's all-clear",
                PATIENCE,
                () -> runWith(factor, "reset", trip).exit() == 0);
        awaitState("CLOSED");
    }

    /// Runs another `./moltbot` command about this house.
    public Ran run(String... arguments) throws Exception {
        return runWith(new byte[0], arguments);
    }

    public Ran runWith(byte[] input, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        return finish(builder(Map.of(), all.toArray(String[]::new)).start(), input);
    }

    /// Runs a `./moltbot` command whose arguments are all given.
    public static Ran command(byte[] input, String... arguments) throws Exception {
        return finish(builder(Map.of(), arguments).start(), input);
    }

    public static Ran finish(Process process, byte[] input) throws Exception {
        LinkedBlockingQueue<String> errors = new LinkedBlockingQueue<>();
        Thread reader = Thread.ofPlatform().start(() -> {
            try {
                errors.add(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                errors.add(String.valueOf(e.getMessage()));
            }
        });
        process.getOutputStream().write(input);
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("A command did not end: " + out);
        }
        reader.join();
        return new Ran(process.exitValue(), out, String.join("", errors));
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path checkout() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("moltbot"))) {
            folder = folder.resolve("..").normalize();
        }
        return folder;
    }

    /// For what is seldom: the ends of all logs.
    String evidence() {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> logs = Files.list(data.resolve("logs"))) {
            for (Path log : logs.sorted().toList()) {
                String text = Files.readString(log);
                all.append("\n== ").append(log.getFileName()).append('\n');
                all.append(text.substring(Math.max(0, text.length() - MOST_OF_A_LOG)));
            }
        } catch (IOException e) {
            all.append("\n(").append(e.getMessage()).append(')');
        }
        return all.toString();
    }

    /// Asks the house to stop, as Ctrl-C does; how long it took.
    Duration stop() throws InterruptedException {
        long start = System.nanoTime();
        supervisor.destroy();
        supervisor.waitFor(20, TimeUnit.SECONDS);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public void close() {
        try {
            if (supervisor.isAlive()) {
                stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (supervisor.isAlive()) {
            supervisor.descendants().forEach(ProcessHandle::destroyForcibly);
            supervisor.destroyForcibly();
        }
    }
}
