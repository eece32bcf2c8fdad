package moltbot.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import moltbot.contract.ContractException;
import moltbot.contract.boot.Boot;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;

/// `./moltbot up` as a process of its own, timed from its start, talking to a model server of the bench.
final class MeasuredHouse implements AutoCloseable {
    private static final Pattern CODE = Pattern.compile("Code\\s+([A-Z0-9-]{8,})");

    private static final int LOGGED_LINES = 12;

    private volatile String password = "";
    private final Process process;
    private final Path data;
    private final String listen;
    private final Duration untilUp;
    private final String code;
    private final Optional<LinkClient> control;
    private final LinkClient breaker;

    private MeasuredHouse(Process process, Path data, String listen, Duration untilUp, String code) throws IOException {
        this.process = process;
        this.data = data;
        this.listen = listen;
        this.untilUp = untilUp;
        this.code = code;
        Boot host = Boot.fromJson(
                JsonObject.parse(Files.readAllBytes(data.resolve("run").resolve("host.json"))));
        // A guard in front of another program has none.
        this.control = host.reaches().containsKey("control")
                ? Optional.of(host.client("control", LinkLimits.DEFAULT))
                : Optional.empty();
        this.breaker = host.client("breaker", LinkLimits.DEFAULT);
    }

    interface Work {
        void in(Path data) throws Exception;
    }

    /// Does something with a data folder that is not there yet, and takes it away afterwards.
    static void inFolder(Work work) throws Exception {
        Path folder = Files.createTempDirectory("moltbot-bench");
        try {
            work.in(folder.resolve("data"));
        } catch (Exception e) {
            tellWhatItLogged(folder.resolve("data").resolve("logs"));
            throw e;
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }

    private static void tellWhatItLogged(Path logs) throws IOException {
        if (!Files.isDirectory(logs)) {
            return;
        }
        try (Stream<Path> all = Files.list(logs)) {
            for (Path log : all.sorted().toList()) {
                List<String> lines = Files.readAllLines(log);
                System.err.println("The end of " + log.getFileName() + ":");
                lines.subList(Math.max(0, lines.size() - LOGGED_LINES), lines.size())
                        .forEach(System.err::println);
            }
        }
    }

    /// Writes settings: the model is at `model`.
    static void settings(Path data, URI model, String more) throws IOException {
        Files.createDirectories(data.resolve("config"));
        Files.writeString(
                data.resolve("config").resolve("settings.yaml"),
                "model:\n  provider: anthropic\n  anthropic-url: " + model
                        + "\nbudget:\n  day-dollars: 1000000\n  month-dollars: 1000000"
                        + "\n  day-tokens: 999999999\n  month-tokens: 999999999"
                        + "\nrate-limit:\n  per-minute: 1000000\n  burst: 1000000\n" + more);
    }

    /// Starts a house on a data folder that holds nothing but settings.
    static MeasuredHouse up(Path data) throws IOException {
        return up(data, List.of());
    }

    /// @param before  a command that starts the one it is given as arguments
    static MeasuredHouse up(Path data, List<String> before) throws IOException {
        return started(data, before, List.of("up"));
    }

    /// The guard alone, in front of another program.
    static MeasuredHouse guard(Path data, String upstream) throws IOException {
        return started(data, List.of(), List.of("guard", "--upstream", upstream));
    }

    private static MeasuredHouse started(Path data, List<String> before, List<String> what) throws IOException {
        String listen = "127.0.0.1:" + freePort();
        List<String> command = new ArrayList<>(before);
        command.add("./moltbot");
        command.addAll(what);
        command.addAll(List.of("--data", data.toString(), "--listen", listen));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("ANTHROPIC_API_KEY", "sk-ant-bench");
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        long start = System.nanoTime();
        Process process = builder.start();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder printed = new StringBuilder();
        String line;
        while ((line = lines.readLine()) != null && !line.contains("Stop it with")) {
            printed.append(line).append('\n');
        }
        Duration untilUp = Duration.ofNanos(System.nanoTime() - start);
        Matcher code = CODE.matcher(printed);
        return new MeasuredHouse(process, data, listen, untilUp, code.find() ? code.group(1) : "");
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    Duration untilUp() {
        return untilUp;
    }

    String listen() {
        return listen;
    }

    /// Where the breaker's own pages begin: a guarded panel has the root.
    String ownPages() {
        return control.isPresent() ? "" : "/.guard";
    }

    String code() {
        return code;
    }

    /// One message over the host's link in a session of its own, until its turn is over.
    Duration message(String text) {
        try (Talk talk = new Talk(UUID.randomUUID().toString())) {
            return talk.message(text);
        }
    }

    /// A session as a channel holds it: its events come over one exchange that stays open, its messages over others.
    final class Talk implements AutoCloseable {
        private final String session;
        private final LinkCall events;

        Talk(String session) {
            this.session = session;
            this.events = control()
                    .open(
                            "chat.watch",
                            JsonObject.with("session", session)
                                    .with("after", -1)
                                    .build());
            events.end();
        }

        /// From the moment it is sent until its turn is over.
        Duration message(String text) {
            long start = System.nanoTime();
            JsonObject head = JsonObject.with("id", UUID.randomUUID().toString())
                    .with("session", session)
                    .build();
            String turn = control()
                    .ask("chat.submit", head, text.getBytes(StandardCharsets.UTF_8))
                    .text("turn");
            byte[] frame;
            while ((frame = events.next()) != null) {
                JsonObject json = JsonObject.parse(frame);
                if (!json.text("type").equals("ready") && over(ChatEvent.fromJson(json), turn)) {
                    return Duration.ofNanos(System.nanoTime() - start);
                }
            }
            throw new IllegalStateException("A turn did not end.");
        }

        @Override
        public void close() {
            events.close();
        }
    }

    private static boolean over(ChatEvent event, String turn) {
        if (event.turn().equals(turn) && event.fact() instanceof ChatFact.TurnFinished(String outcome)) {
            if (!outcome.equals("done")) {
                throw new IllegalStateException("A turn ended as " + outcome);
            }
            return true;
        }
        return false;
    }

    /// The process of a compartment that is alive now.
    long pid(String compartment) throws IOException {
        long pid = stated(compartment);
        while (ProcessHandle.of(pid).isEmpty()) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            pid = stated(compartment);
        }
        return pid;
    }

    private long stated(String compartment) throws IOException {
        return state().list("compartments").objects().stream()
                .filter(part -> part.text("name").equals(compartment))
                .findFirst()
                .orElseThrow()
                .number("pid");
    }

    void awaitState(String wanted, Duration patience) {
        long start = System.nanoTime();
        while (!breaker.ask("breaker.state", JsonObject.EMPTY).text("state").equals(wanted)) {
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new IllegalStateException("The breaker does not become " + wanted + ".");
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /// Trips the breaker, as `./moltbot trip` does; the trip's id, once it is latched.
    String trip() {
        return breaker.ask(
                        "breaker.trip", JsonObject.with("reason", "The bench.").build())
                .text("id");
    }

    /// The owner's password, which a reset wants once there is an owner.
    void ownedBy(String ownersPassword) {
        password = ownersPassword;
    }

    private LinkClient control() {
        return control.orElseThrow(() -> new IllegalStateException("There is no control here."));
    }

    /// What control says of its audit.
    JsonObject verify(JsonObject head) {
        return control().ask("audit.verify", head);
    }

    /// The name of the trip in force; what blocks at first may be the end of a lease.
    String tripInForce(Duration patience) {
        long start = System.nanoTime();
        JsonObject state = breaker.ask("breaker.state", JsonObject.EMPTY);
        while (!state.has("trip")) {
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new IllegalStateException("Nothing has tripped it.");
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            state = breaker.ask("breaker.state", JsonObject.EMPTY);
        }
        return state.object("trip").text("id");
    }

    /// Resets as soon as the guardian has looked again.
    void reset(String trip, Duration patience) {
        long start = System.nanoTime();
        while (true) {
            try {
                breaker.ask(
                        "breaker.reset",
                        JsonObject.with("id", trip).with("factor", password).build());
                return;
            } catch (ContractException e) {
                if (!e.reason().equals("no-all-clear") || System.nanoTime() - start > patience.toNanos()) {
                    throw e;
                }
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }

    JsonObject state() throws IOException {
        Boot host = Boot.fromJson(
                JsonObject.parse(Files.readAllBytes(data.resolve("run").resolve("host.json"))));
        try (LinkClient supervisor = host.client("supervisor")) {
            return supervisor.ask("house.state", JsonObject.EMPTY);
        }
    }

    @Override
    public void close() {
        control.ifPresent(LinkClient::close);
        breaker.close();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
