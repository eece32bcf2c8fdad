package moltbot.spawner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.link.LinkServer;
import moltbot.contract.sandbox.NetworkRule;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxNetwork;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.contract.seal.Seal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A task's way to the network, in real sandboxes, before a gateway of this test's own that answers every request.
class NetworkTest {
    private static final SandboxNetwork NETWORK = new SandboxNetwork(
            List.of(new NetworkRule("http://a.example", new TreeSet<>(Set.of("GET")), "/", "")), 1 << 20);
    private static final byte[] NOTHING = Tar.of(Map.of());

    @TempDir
    Path folder;

    private final List<JsonObject> opened = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private LinkServer gateway;
    House house;

    @BeforeEach
    void start() throws Exception {
        Path socket = folder.resolve("run/gateway/link.sock");
        gateway = LinkServer.start(
                socket,
                List.of(House.spawnersCapability()),
                new LinkRoutes().on("spawner", "egress.open", this::open),
                LinkLimits.DEFAULT);
        house = start(settings());
    }

    House start(JsonObject settings) throws Exception {
        return House.start(folder, folder.resolve("run/gateway/link.sock"), settings)
                .leased();
    }

    /// The spawner's; those of another tier are another class.
    JsonObject settings() {
        return JsonObject.with("tier", "bubblewrap").build();
    }

    @AfterEach
    void stop() {
        house.close();
        gateway.close();
    }

    private void open(LinkExchange exchange) throws Exception {
        opened.add(exchange.head());
        Path socket = folder.resolve("run/gateway/door.sock");
        try (ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            door.bind(UnixDomainSocketAddress.of(socket));
            // Whoever is handed it may connect; the folder keeps everybody else out.
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
            Thread.ofVirtual().start(() -> serve(door));
            exchange.reply(JsonObject.with("socket", socket.toString())
                    .with("authority", "-----BEGIN CERTIFICATE-----\n")
                    .build());
            exchange.send(JsonObject.with("refused", "no such place").build());
            exchange.next();
            new CountDownLatch(1).await();
        } finally {
            closed.countDown();
        }
    }

    private void serve(ServerSocketChannel door) {
        try {
            while (true) {
                SocketChannel channel = door.accept();
                Thread.ofVirtual().start(() -> answer(channel));
            }
        } catch (IOException e) {
            asked.add("closed");
        }
    }

    private void answer(SocketChannel channel) {
        try (channel) {
            ByteBuffer head = ByteBuffer.allocate(4096);
            channel.read(head);
            asked.add(new String(head.array(), 0, head.position(), StandardCharsets.US_ASCII));
            byte[] body = "x".repeat(300_000).getBytes(StandardCharsets.US_ASCII);
            Channels.newOutputStream(channel)
                    .write(("HTTP/1.1 200 OK\r\ncontent-length: " + body.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            Channels.newOutputStream(channel).write(body);
        } catch (IOException e) {
            asked.add("broken " + e.getMessage());
        }
    }

    private static SandboxSpec spec(String script) {
        return new SandboxSpec(
                List.of("sh", "-c", script),
                new TreeMap<>(House.ENV),
                ".",
                Seal.sha256Hex(NOTHING),
                SandboxLimits.STANDARD,
                NETWORK);
    }

    House.Answer run(String script) {
        SandboxSpec spec = spec(script);
        try (LinkCall call = house.open(spec, House.grant(spec, "sealed.onward"), NOTHING)) {
            return House.read(call);
        }
    }

    @Test
    void ordinaryProgramReachesTheProxyUnmodified() throws Exception {
        House.Answer answer = run("curl -sS http://a.example/x | wc -c; cat $SSL_CERT_FILE; (echo; echo) | head -c1");

        assertThat(answer.errorText()).isEqualTo("[network: no such place]\n");
        assertThat(answer.text()).startsWith("300000\n-----BEGIN CERTIFICATE-----");
        assertThat(asked.getFirst()).startsWith("GET http://a.example/x HTTP/1.1");
        assertThat(opened.getFirst().text("grant")).isEqualTo("sealed.onward");
        assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void manyConnectionsAtOnceGoThrough() {
        House.Answer answer =
                run("for i in 1 2 3 4 5 6 7 8 9 10 11 12; do curl -sS http://a.example/$i | wc -c & done; wait");
        assertThat(answer.text()).isEqualTo("300000\n".repeat(12));
    }

    /// Neither the socket nor what forwards to it can be named, seen or ended from inside.
    @Test
    void taskSeesThePortAndNothingOfTheWay() {
        House.Answer answer = run("ls /proc | grep -c '^[0-9]'; ls -l /proc/self/fd | grep -c -e socket -e sock;"
                + " cat /proc/net/unix | tail -n +2 | wc -l; find / -type s 2>/dev/null; ls /run 2>&1; echo end");
        assertThat(answer.text().lines().skip(1)).containsSubsequence("0").contains("end");
        assertThat(answer.text()).doesNotContain("door.sock");
    }

    @Test
    void taskWithoutNetworkHasNoWayAndNoCertificate() {
        House.Answer answer = house.shell(
                "curl -sS -x http://127.0.0.1:3128 http://a.example/; ls /etc/egress.pem;" + " env | grep -ci proxy");
        assertThat(answer.text()).isEqualTo("0\n");
        assertThat(answer.errorText()).contains("Failed to connect").contains("No such file");
        assertThat(opened).isEmpty();
    }

    @Test
    void nothingLeadsElsewhere() {
        House.Answer answer = run("curl -sS --noproxy '*' -m 2 http://192.0.2.1/; curl -sS --noproxy '*' -m 2"
                + " http://a.example/; grep -c : /proc/net/dev");
        assertThat(answer.errorText()).contains("Couldn't connect").contains("resolve");
        assertThat(answer.text()).isEqualTo("1\n");
    }

    @Test
    void networkEndsWithItsTask() throws Exception {
        run("true");
        assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
    }

    /// Asked and answered again and again while it is held open, until it is over.
    @Test
    void whatIsHeldOpenHasItsNetworkForItsWholeLife() throws Exception {
        SandboxHold hold =
                new SandboxHold(spec("while read -r x; do curl -sS http://a.example/$x | wc -c; done"), Held.LIFE);
        try (Held held = Held.open(house, hold, House.grant(hold, "sealed.onward"))) {
            for (int i = 1; i <= 3; i++) {
                held.say(i + "\n");
                held.until("300000\n".repeat(i));
            }
            assertThat(closed.getCount()).isOne();
            assertThat(opened.getFirst().object("hold")).isEqualTo(hold.toJson());
            assertThat(opened.getFirst().text("grant")).isEqualTo("sealed.onward");
            held.call.end();

            assertThat(held.end().exitCode()).isZero();
        }
        assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(asked.getFirst()).startsWith("GET http://a.example/1 HTTP/1.1");
    }

    @Test
    void networkOfWhatIsHeldOpenEndsWithWhoeverHeldIt() throws Exception {
        SandboxHold hold = new SandboxHold(spec("echo on; sleep 60"), Held.LIFE);
        try (Held held = Held.open(house, hold, House.grant(hold, "sealed.onward"))) {
            held.until("on\n");
        }
        assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void refusesWhatTheGatewayRefusesAndStartsNothing() {
        gateway.close();
        SandboxSpec spec = spec("echo ran");
        assertThatThrownBy(() -> {
                    try (LinkCall call = house.open(spec, House.grant(spec, "sealed.onward"), NOTHING)) {
                        House.read(call);
                    }
                })
                .asInstanceOf(type(ContractException.class))
                .extracting(ContractException::reason)
                .isEqualTo("no-network");
    }
}
