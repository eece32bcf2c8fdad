package moltbot.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import moltbot.contract.ContractException;
import moltbot.contract.grant.Grant;
import moltbot.contract.grant.GrantVerifier;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.link.LinkServer;
import moltbot.contract.sandbox.NetworkRule;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxNetwork;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.gateway.egress.task.TaskNetworks;
import moltbot.gateway.vault.Vault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `egress.open` over a real link: what it takes to open a network.
class NetworkGrantTest {
    private static final byte[] KEY = new byte[32];
    private static final Capability SPAWNER = new Capability("spawner", new byte[32]);

    @TempDir
    Path folder;

    private final CountDownLatch closed = new CountDownLatch(1);
    private LinkServer server;
    private LinkClient spawner;

    @BeforeEach
    void start() {
        Path socket = folder.resolve("run/link.sock");
        Vault vault = Vault.open(folder.resolve("secrets"), Optional.empty());
        TaskNetworks networks = new TaskNetworks(
                socket.resolveSibling(""),
                vault,
                vault.access(),
                (what, call, detail) -> {
                    if (what.equals("closed")) {
                        closed.countDown();
                    }
                },
                () -> true);
        NetworkOperation operation = new NetworkOperation(networks, new GrantVerifier(KEY, System::nanoTime));
        server = LinkServer.start(
                socket,
                List.of(SPAWNER),
                new LinkRoutes().on("spawner", "egress.open", operation::open),
                LinkLimits.DEFAULT);
        spawner = new LinkClient(socket, SPAWNER, LinkLimits.DEFAULT);
    }

    @AfterEach
    void stop() {
        spawner.close();
        server.close();
    }

    private static SandboxSpec spec(String path, String program) {
        NetworkRule rule = new NetworkRule("https://a.example", new TreeSet<>(Set.of("GET")), path, "");
        return new SandboxSpec(
                List.of(program),
                new TreeMap<>(),
                ".",
                "0".repeat(64),
                SandboxLimits.STANDARD,
                new SandboxNetwork(List.of(rule), 1000));
    }

    private static Grant grant(String id, String effect, SandboxSpec spec) {
        return new Grant(id, "call-1", effect, spec.digest(), "approval:1", System.nanoTime(), Duration.ofSeconds(30));
    }

    private static Grant grant(String id, String digest) {
        return new Grant(
                id, "call-1", SandboxNetwork.EFFECT, digest, "approval:1", System.nanoTime(), Duration.ofSeconds(30));
    }

    private LinkCall open(SandboxSpec spec, String grant) {
        return open(JsonObject.with("spec", spec.toJson()), grant);
    }

    private LinkCall open(JsonObject.Builder what, String grant) {
        LinkCall call = spawner.open("egress.open", what.with("grant", grant).build());
        call.end();
        return call;
    }

    private void refused(SandboxSpec spec, String grant) {
        refused(JsonObject.with("spec", spec.toJson()), grant);
    }

    private void refused(JsonObject.Builder what, String grant) {
        try (LinkCall call = open(what, grant)) {
            assertThatThrownBy(call::reply)
                    .isInstanceOf(ContractException.class)
                    .extracting(e -> ((ContractException) e).reason())
                    .isEqualTo("bad-grant");
        }
    }

    @Test
    void opensOnlyWhatWasGrantedForExactlyThisTask() {
        SandboxSpec granted = spec("/public", "true");
        byte[] other = new byte[32];
        other[0] = 1;
        String sealed = grant("1", SandboxNetwork.EFFECT, granted).seal(KEY);

        refused(spec("/", "true"), sealed);
        refused(spec("/public", "false"), sealed);
        refused(granted, grant("2", SandboxSpec.EFFECT, granted).seal(KEY));
        refused(granted, grant("3", SandboxNetwork.EFFECT, granted).seal(other));
        try (LinkCall call = open(granted, sealed)) {
            assertThat(Path.of(call.reply().text("socket"))).exists();
        }
        refused(granted, sealed);
    }

    /// A task's yes is none for the same program held open for hours, nor for a longer life.
    @Test
    void opensOnlyWhatWasGrantedForExactlyThisHold() {
        SandboxHold granted = new SandboxHold(spec("/public", "true"), Duration.ofMinutes(1));
        String sealed = grant("1", granted.digest()).seal(KEY);

        refused(
                JsonObject.with("hold", granted.toJson()),
                grant("2", granted.spec().digest()).seal(KEY));
        refused(JsonObject.with("spec", granted.spec().toJson()), sealed);
        refused(JsonObject.with("hold", new SandboxHold(granted.spec(), Duration.ofHours(1)).toJson()), sealed);
        try (LinkCall call = open(JsonObject.with("hold", granted.toJson()), sealed)) {
            assertThat(Path.of(call.reply().text("socket"))).exists();
            assertThat(call.reply().text("authority")).startsWith("pin-sha256=");
        }
        refused(JsonObject.with("hold", granted.toJson()), sealed);
    }

    @Test
    void networkEndsWithTheSpawnersExchange() throws Exception {
        SandboxSpec granted = spec("/", "true");
        List<Path> sockets = new ArrayList<>();
        try (LinkCall call =
                open(granted, grant("1", SandboxNetwork.EFFECT, granted).seal(KEY))) {
            sockets.add(Path.of(call.reply().text("socket")));
            assertThat(Files.getPosixFilePermissions(sockets.getFirst().getParent()))
                    .hasSize(3);
        }
        assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(sockets.getFirst()).doesNotExist();
    }
}
