package moltbot.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.File;
import java.net.InetAddress;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import moltbot.contract.ContractException;
import moltbot.contract.boot.Boot;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.lease.Lease;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.model.Attachment;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;
import moltbot.gateway.egress.JudgedNames;
import moltbot.gateway.testmodel.AgentScript;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real process, spoken to over its real link.
class GatewayProcessTest {
    private static final String KEY = "canary.77f0c1d2e3";
    private static final byte[] LEASE_KEY = new byte[32];

    @TempDir
    Path folder;

    private final Map<String, LinkClient> clients = new LinkedHashMap<>();
    private final List<Process> processes = new ArrayList<>();
    private String path = System.getProperty("java.class.path");

    @AfterEach
    void stop() throws Exception {
        clients.values().forEach(LinkClient::close);
        for (Process process : processes) {
            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /// Starts a gateway and gives back what it says first.
    private JsonObject start(JsonObject settings, Map<String, String> secrets) throws Exception {
        Path socket = folder.resolve("run/link.sock");
        List<Capability> serves = new ArrayList<>();
        for (String peer : List.of("runtime", "control", "guardian", "host")) {
            byte[] key = new byte[32];
            key[0] = (byte) peer.length();
            Capability capability = new Capability(peer, key);
            serves.add(capability);
            clients.put(peer, new LinkClient(socket, capability, LinkLimits.DEFAULT));
        }
        Boot boot = new Boot(
                "gateway",
                folder.resolve("secrets"),
                socket,
                "this-boot",
                serves,
                Map.of(),
                Map.of("lease", LEASE_KEY, "grant", new byte[32], "assertion", new byte[32]),
                secrets,
                settings);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx256m", // As the house starts it.
                        "-cp",
                        path,
                        Main.class.getName())
                .redirectError(folder.resolve("log").toFile())
                .start();
        processes.add(process);
        process.outputWriter().write(boot.toJson() + "\n");
        process.outputWriter().flush();
        return JsonObject.parse(process.inputReader().readLine());
    }

    private LinkClient as(String peer) {
        return Objects.requireNonNull(clients.get(peer));
    }

    private List<ModelEvent> ask(String text) {
        List<ModelEvent> events = new ArrayList<>();
        try (LinkCall call = as("runtime").open("model.stream", JsonObject.EMPTY)) {
            ModelRequest request = new ModelRequest("", List.of(ModelMessage.user(text)), List.of(), 100);
            call.sendAll(request.toJson().toBytes());
            for (byte[] frame = call.next(); frame != null; frame = call.next()) {
                events.add(ModelEvent.fromJson(JsonObject.parse(frame)));
            }
        }
        return events;
    }

    /// The name's owner may say any address, and another the next moment: it is judged where it is looked up.
    @Test
    void connectsToNoInnerAddressThatANameLeadsTo() throws Exception {
        try (ModelServer inside = ModelServer.start(0, _ -> AnthropicWire.reply(Answer.text("From inside.")))) {
            String url = "https://models.example:" + inside.url().getPort();
            Path services = Files.createDirectories(folder.resolve("names/META-INF/services"));
            Files.writeString(
                    services.resolve("java.net.spi.InetAddressResolverProvider"), EverythingIsHere.class.getName());
            path = folder.resolve("names") + File.pathSeparator + path;
            start(JsonObject.with("anthropicBaseUrl", url).build(), Map.of("ANTHROPIC_API_KEY", "sk-ant-" + KEY));

            assertThatThrownBy(() -> ask("hi")).isInstanceOf(ContractException.class);
            assertThat(inside.connections()).isZero();
        }
    }

    /// The house's own judging of names, on names that all lead to this machine.
    public static final class EverythingIsHere extends InetAddressResolverProvider {
        private static final InetAddressResolver HERE = new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) {
                return Stream.of(InetAddress.ofLiteral("127.0.0.1"));
            }

            @Override
            public String lookupByAddress(byte[] address) {
                return "models.example";
            }
        };

        @Override
        public InetAddressResolver get(Configuration configuration) {
            return JudgedNames.over(HERE);
        }

        @Override
        public String name() {
            return "everything is here";
        }
    }

    private static JsonObject anthropicAt(ModelServer server) {
        return JsonObject.with("anthropicBaseUrl", server.url().toString()).build();
    }

    private String state(String field) {
        return as("control").ask("model.state", JsonObject.EMPTY).text(field);
    }

    @Test
    void answersAsTheDemoUntilAKeyIsSetAndThenAtOnceAsTheRealModel() throws Exception {
        try (ModelServer server = ModelServer.start(0, new AgentScript())) {
            assertThat(start(anthropicAt(server), Map.of()).flag("ready")).isTrue();
            assertThat(folder.resolve("secrets")).doesNotExist();
            assertThat(state("provider")).isEqualTo("demo");
            assertThat(((ModelEvent.Finished) ask("hi").getLast()).provider()).isEqualTo("demo");

            JsonObject name = JsonObject.with("name", "anthropic-api-key").build();
            as("host").ask("secret.set", name, (KEY + "\n").getBytes(StandardCharsets.UTF_8));
            assertThat(as("host")
                            .ask("secret.names", JsonObject.EMPTY)
                            .list("names")
                            .texts())
                    .containsExactly("anthropic-api-key");
            assertThat(state("provider")).isEqualTo("anthropic");
            assertThat(((ModelEvent.Finished) ask("Hello").getLast()).model()).isEqualTo("claude-test");
            assertThat(server.next().header("x-api-key")).isEqualTo(KEY);
        }
    }

    @Test
    void letsNoKeyOutWhateverHappens() throws Exception {
        List<String> outputs = new ArrayList<>();
        Reply telling = Reply.failure(401, "{\"error\":{\"message\":\"Wrong key " + KEY + "\"}}");
        try (ModelServer server = ModelServer.start(0, asked -> telling)) {
            outputs.add(
                    start(anthropicAt(server), Map.of("ANTHROPIC_API_KEY", KEY)).toString());
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> ask("Hello"))
                        .asInstanceOf(type(ContractException.class))
                        .satisfies(e -> {
                            assertThat(e.reason()).isEqualTo("model-unauthorized");
                            outputs.add(e.toString());
                        });
            }
            outputs.add(as("control").ask("model.state", JsonObject.EMPTY).toString());
            outputs.add(as("control").ask("gateway.state", JsonObject.EMPTY).toString());
            outputs.add(as("host").ask("secret.names", JsonObject.EMPTY).toString());
            assertThat(server.next().header("x-api-key")).isEqualTo(KEY);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                outputs.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(outputs).hasSizeGreaterThan(7).noneMatch(output -> output.contains("canary"));
    }

    @Test
    void startsAgainWithItsKeyAndRefusesADamagedVault() throws Exception {
        JsonObject none = JsonObject.EMPTY;
        start(none, Map.of("OPENAI_API_KEY", KEY));
        stop();
        assertThat(start(none, Map.of()).flag("ready")).isTrue();
        assertThat(state("provider")).isEqualTo("openai");
        stop();
        Path vault = folder.resolve("secrets/vault.json");
        byte[] bytes = Files.readAllBytes(vault);
        bytes[bytes.length - 10] ^= 1;
        Files.write(vault, bytes);

        assertThat(start(none, Map.of()).text("failed")).contains("damaged", "Nothing was changed");
        assertThat(Files.readAllBytes(vault)).isEqualTo(bytes);
    }

    @Test
    void refusesWhatTheTableOfLinksDoesNotList() throws Exception {
        start(JsonObject.EMPTY, Map.of());
        for (String forbidden : List.of(
                "runtime secret.set",
                "runtime usage.show",
                "runtime secret.names",
                "control secret.names",
                "control model.stream",
                "guardian model.stream",
                "host model.stream",
                "runtime lease.hold",
                "host secret.get")) {
            String[] words = forbidden.split(" ", -1);
            assertThatThrownBy(() -> as(words[0]).ask(words[1], JsonObject.EMPTY))
                    .asInstanceOf(type(ContractException.class))
                    .extracting(ContractException::reason)
                    .isEqualTo("not-allowed");
        }
        assertThatThrownBy(() -> as("host")
                        .ask(
                                "secret.set",
                                JsonObject.with("name", "antropic-api-key").build()))
                .hasMessageContaining("mean anthropic-api-key");
    }

    @Test
    void stopsAskingTheModelWhenTheRuntimeLeaves() throws Exception {
        Reply slow = AnthropicWire.reply(Answer.text("one ", "two ", "three"))
                .inPiecesOf(300)
                .pausing(Duration.ofMillis(200));
        try (ModelServer server = ModelServer.start(0, asked -> slow)) {
            start(anthropicAt(server), Map.of("ANTHROPIC_API_KEY", KEY));
            LinkCall call = as("runtime").open("model.stream", JsonObject.EMPTY);
            call.sendAll(new ModelRequest("", List.of(ModelMessage.user("Hello")), List.of(), 100)
                    .toJson()
                    .toBytes());
            assertThat(call.next()).isNotNull();
            call.close();

            assertThat(server.callerHungUp(Duration.ofSeconds(5))).isTrue();
        }
    }

    private long spentToday() {
        return as("host").ask("usage.show", JsonObject.EMPTY).object("day").number("nanos");
    }

    /// What a killed gateway had asked may have been answered and will be billed.
    @Test
    void keepsItsAccountsThroughAKillAndStopsAtTheLimit() throws Exception {
        Reply slow = AnthropicWire.reply(Answer.text("one ", "two ", "three"))
                .inPiecesOf(300)
                .pausing(Duration.ofMillis(200));
        try (ModelServer server = ModelServer.start(0, asked -> slow)) {
            JsonObject settings = JsonObject.with("provider", "anthropic")
                    .with("anthropicBaseUrl", server.url().toString())
                    .with("prices", JsonArray.ofTexts(List.of("claude-sonnet-5-5 0 10000")))
                    .with("budget", JsonObject.with("dayDollars", "1.50").build())
                    .build();
            start(settings, Map.of("ANTHROPIC_API_KEY", KEY));
            try (LinkCall call = as("runtime").open("model.stream", JsonObject.EMPTY)) {
                call.sendAll(new ModelRequest("", List.of(ModelMessage.user("Hello")), List.of(), 100)
                        .toJson()
                        .toBytes());
                assertThat(call.next()).isNotNull();
                processes.getLast().destroyForcibly().waitFor();
            }
            start(settings, Map.of());

            assertThat(spentToday()).isEqualTo(1_000_000_000);
            server.next();
            assertThatThrownBy(() -> ask("Hello again"))
                    .asInstanceOf(type(ContractException.class))
                    .satisfies(e -> {
                        assertThat(e.reason()).isEqualTo("budget-day");
                        assertThat(e).hasMessageContaining("$1.00 of $1.50");
                    });
            assertThat(server.waiting()).isZero();
            assertThat(as("control")
                            .ask("model.state", JsonObject.EMPTY)
                            .object("day")
                            .number("capNanos"))
                    .isEqualTo(1_500_000_000);
        }
    }

    @Test
    void hasRoomForManyQuestionsWithPictures() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        try (ModelServer server = ModelServer.start(0, asked -> {
            seen.accumulateAndGet(asked.body().length, Math::max);
            return AnthropicWire.reply(Answer.text("I see."));
        })) {
            start(anthropicAt(server), Map.of("ANTHROPIC_API_KEY", KEY));
            Content.Media picture = new Content.Media("image/png", "a".repeat(64), Attachment.MAX_BYTES);
            byte[] request = new ModelRequest(
                            "", List.of(new ModelMessage(ModelMessage.Role.USER, List.of(picture))), List.of(), 100)
                    .withMedia(Map.of(picture.sha256(), "A".repeat(ModelRequest.MAX_MEDIA_CHARS)))
                    .toJson()
                    .toBytes();
            List<Thread> askers = new ArrayList<>();
            AtomicInteger answered = new AtomicInteger();
            for (int i = 0; i < 8; i++) {
                askers.add(Thread.ofVirtual().start(() -> {
                    try (LinkCall call = as("runtime").open("model.stream", JsonObject.EMPTY)) {
                        call.sendAll(request);
                        byte[] frame = call.next();
                        while (frame != null) {
                            frame = call.next();
                        }
                        answered.incrementAndGet();
                    }
                }));
            }
            for (Thread asker : askers) {
                asker.join();
            }
            assertThat(answered).hasValue(8);
            assertThat(seen.get()).isGreaterThan(ModelRequest.MAX_MEDIA_CHARS);
        }
    }

    @Test
    void asksTheFallbackTheOwnerNamed() throws Exception {
        try (ModelServer broken = ModelServer.start(0, asked -> Reply.failure(529, "{}"));
                ModelServer well = ModelServer.start(0, new AgentScript())) {
            start(
                    JsonObject.with("provider", "anthropic")
                            .with("anthropicBaseUrl", broken.url().toString())
                            .with("openaiBaseUrl", well.url().toString())
                            .with("fallbacks", JsonArray.ofTexts(List.of("openai/gpt-test")))
                            .build(),
                    Map.of("ANTHROPIC_API_KEY", KEY));

            assertThat(((ModelEvent.Finished) ask("Hello").getLast()).provider())
                    .isEqualTo("openai");
            assertThat(spentToday()).isZero();
        }
    }

    @Test
    void holdsTheGuardiansLease() throws Exception {
        start(JsonObject.EMPTY, Map.of());
        assertThat(leaseHeld()).isFalse();
        try (LinkCall hold = as("guardian").open("lease.hold", JsonObject.EMPTY)) {
            assertThat(hold.reply().number("epoch")).isZero();
            long now = System.nanoTime();
            Lease lease = new Lease(
                    "gateway", "g1", 0, 1, "this-boot", 1, now, Duration.ZERO, "d", now, Duration.ofSeconds(5));
            hold.send(lease.seal(LEASE_KEY).getBytes(StandardCharsets.US_ASCII));
            assertThat(hold.next()).isNotNull();
            assertThat(leaseHeld()).isTrue();
        }
        long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        while (leaseHeld() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(leaseHeld()).isFalse();
    }

    private boolean leaseHeld() {
        return as("control").ask("gateway.state", JsonObject.EMPTY).flag("leaseHeld");
    }
}
