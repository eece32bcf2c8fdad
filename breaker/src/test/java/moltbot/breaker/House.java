package moltbot.breaker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import moltbot.contract.boot.Boot;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;

/// A breaker with everything around it: stand-ins for control and guardian, the host's link, and a browser's words.
public final class House implements AutoCloseable {
    public static final String BOOT_ID = "boot-of-this-test";
    public static final String PASSWORD = "four random words here";
    private static final SecureRandom RANDOM = new SecureRandom();

    public final Path folder;
    public final int port;
    public final Boot boot;
    public final FakeGuardian guardian;
    public final LinkClient host;
    private final Capability toControl = new Capability("breaker", key());
    public final Capability toGateway = new Capability("breaker", key());
    private final Deque<AutoCloseable> stops = new ArrayDeque<>();
    private volatile Duration ahead = Duration.ZERO;
    private final Clock clock = ((InstantSource) () -> Instant.now().plus(ahead)).withZone(ZoneOffset.UTC);
    public FakeControl control;
    public String cookie = "";
    public String device = "";
    public String csrf = "";
    /// Where our own pages are: empty in front of our own panel.
    public String prefix = "";

    public House() throws IOException {
        this(JsonObject.EMPTY);
    }

    public House(JsonObject settings) throws IOException {
        this(settings, "");
    }

    /// @param secret  opens the panel behind, where that is another program's
    public House(JsonObject settings, String secret) throws IOException {
        folder = Files.createTempDirectory("bk");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        Capability guardianCap = new Capability("guardian", key());
        Capability hostCap = new Capability("host", key());
        Path data = Files.createDirectories(folder.resolve("data"));
        boot = new Boot(
                "breaker",
                data,
                folder.resolve("b/link.sock"),
                BOOT_ID,
                List.of(guardianCap, hostCap, new Capability("supervisor", key())),
                Map.of(
                        "control", new Boot.Reach(folder.resolve("c/link.sock"), toControl),
                        "gateway", new Boot.Reach(gatewaySocket(), toGateway)),
                Map.of(
                        "lease", key(),
                        "assertion", key(),
                        "assertion.gateway", key(),
                        "canary", key(),
                        "bypass", key()),
                secret.isEmpty() ? Map.of() : Map.of("upstream-token", secret),
                settings.toBuilder().with("listen", "127.0.0.1:" + port).build());
        control = newControl();
        start();
        guardian = new FakeGuardian(new LinkClient(boot.socket(), guardianCap, LinkLimits.DEFAULT), boot.key("lease"));
        host = new LinkClient(boot.socket(), hostCap, LinkLimits.DEFAULT);
    }

    /// For tests that ask more often than people do.
    public static House unlimited() throws IOException {
        return new House(
                JsonObject.with("perMinute", 100_000).with("burst", 100_000).build());
    }

    private static byte[] key() {
        byte[] key = new byte[32];
        RANDOM.nextBytes(key);
        return key;
    }

    public Path gatewaySocket() {
        return folder.resolve("g/link.sock");
    }

    public FakeControl newControl() {
        control = new FakeControl(folder.resolve("c/link.sock"), toControl, boot.key("assertion"));
        return control;
    }

    public void start() {
        Main.start(boot, clock, () -> System.nanoTime() + ahead.toNanos(), stops::push);
    }

    public void stop() {
        while (!stops.isEmpty()) {
            try {
                stops.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /// Puts the clock on the wall forward.
    public void pass(Duration time) {
        ahead = ahead.plus(time);
    }

    public JsonObject state() {
        return host.ask("breaker.state", JsonObject.EMPTY);
    }

    public String code() {
        return host.ask("breaker.code", JsonObject.EMPTY).text("code");
    }

    /// Guarded, claimed and signed in.
    public House ready() {
        guardian.beat();
        claim(code(), PASSWORD);
        return this;
    }

    public Raw.Reply claim(String code, String password) {
        Raw.Reply reply = post(
                prefix + "/auth/claim",
                JsonObject.with("code", code).with("password", password).build().toString());
        remember(reply);
        return reply;
    }

    public Raw.Reply signIn(String password) {
        Raw.Reply reply = post(
                prefix + "/auth/sign-in",
                JsonObject.with("password", password).build().toString());
        remember(reply);
        return reply;
    }

    private void remember(Raw.Reply reply) {
        if (reply.status() == 200) {
            cookie = reply.header("set-cookie").split(";", -1)[0];
            Raw.Reply session =
                    Raw.ask(port, request("GET", prefix + "/auth/session", "Sec-Fetch-Site: same-origin\r\n"));
            csrf = JsonObject.parse(session.body()).text("csrf");
            String given = session.header("set-cookie").split(";", -1)[0];
            device = given.isEmpty() ? device : given;
        }
    }

    public Raw.Reply get(String target) {
        return Raw.ask(port, request("GET", target, ""));
    }

    public Raw.Reply post(String target, String body) {
        return Raw.ask(
                port,
                request(
                                "POST",
                                target,
                                "Origin: http://127.0.0.1:" + port + "\r\nContent-Type: application/json\r\nx-csrf: "
                                        + (csrf.isEmpty() ? "none" : csrf) + "\r\nContent-Length: " + body.length()
                                        + "\r\n")
                        + body);
    }

    /// A head as the owner's browser sends it, with `more` before its end.
    public String request(String method, String target, String more) {
        return method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + cookies() + more + "\r\n";
    }

    private String cookies() {
        String both = cookie + (cookie.isEmpty() || device.isEmpty() ? "" : "; ") + device;
        return both.isEmpty() ? "" : "Cookie: " + both + "\r\n";
    }

    /// Waits, with a deadline, for what must come.
    public static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Waited in vain until " + what);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    @Override
    public void close() throws IOException {
        guardian.close();
        host.close();
        stop();
        control.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
