package moltbot.guardian.observe.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import moltbot.guardian.Await;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.Listener;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.Owner;
import moltbot.guardian.fact.network.Relay;
import moltbot.guardian.fact.network.Relay.Verdict;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.network.DeclaredRelays;
import moltbot.guardian.judge.network.UndeclaredRelay;
import moltbot.testing.Needed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Another program's panel that we guard, and real programs that lead to it past us.
@EnabledOnOs(OS.LINUX)
class PastTest {
    private static final IpAddress LOOPBACK = IpAddress.v4(0x7f000001);
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final int LISTENS = 10;

    /// A web page on 127.0.0.1 and, where a second port is given, on every address too.
    private static final String PAGES = """
            import http.server, sys, threading
            class Page(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    body = b'<title>flows</title>' * 20
                    self.send_response(200)
                    self.send_header('Content-Length', str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                def log_message(self, *all):
                    pass
            for at in zip(('127.0.0.1', '0.0.0.0'), sys.argv[1:]):
                server = http.server.ThreadingHTTPServer((at[0], int(at[1])), Page)
                threading.Thread(target=server.serve_forever).start()
            """;

    @TempDir
    Path folder;

    private Servers servers;
    private Endpoint panel;
    private int second;
    private Panel breaker;

    @BeforeEach
    void open() throws Exception {
        Needed.programs("python3", "socat", "nginx");
        servers = new Servers(folder);
        breaker = new Panel();
        panel = new Endpoint(LOOPBACK, Servers.freePort());
        second = Servers.freePort();
        pages(panel.port(), second);
    }

    @AfterEach
    void close() throws Exception {
        servers.close();
        breaker.close();
    }

    @Test
    void findsASocatThatLeadsToThePanelPastUs() throws Exception {
        int port = Servers.freePort();
        servers.run(port, "socat", "TCP-LISTEN:" + port + ",fork,reuseaddr", "TCP:" + panel);
        Relay relay = ask(port);
        assertThat(relay.verdict()).isEqualTo(Verdict.PAST);
        assertThat(relay.how()).contains("were made to the panel at " + panel);
        Finding found = judge("", relay).getFirst();
        assertThat(found.action()).isEqualTo(Finding.Action.EXPOSURE);
        assertThat(found.evidence()).contains(":" + port).contains("socat");
        assertThat(judge("*:" + port, relay)).isEmpty();
    }

    @Test
    void findsAReverseProxyThatHidesWhatItLeadsTo() throws Exception {
        int port = Servers.freePort();
        servers.nginx(
                port, "location / { proxy_pass http://" + panel + "; sub_filter flows x; add_header Server other; }");
        assertThat(ask(port).verdict()).isEqualTo(Verdict.PAST);
    }

    @Test
    void findsAnotherListenerOfThePanelItself() throws Exception {
        Relay relay = ask(second);
        assertThat(relay.verdict()).isEqualTo(Verdict.PAST);
        assertThat(relay.how()).isEqualTo("it is a listener of the panel's own process");
    }

    @Test
    void anotherOfTheSameKindIsTheOwnersOwn() throws Exception {
        int near = Servers.freePort();
        int port = Servers.freePort();
        pages(near, port);
        assertThat(ask(port).verdict()).isEqualTo(Verdict.OTHER);
        int elsewhere = Servers.freePort();
        servers.nginx(elsewhere, "location / { proxy_pass http://127.0.0.1:" + near + "; }");
        assertThat(ask(elsewhere).verdict()).isEqualTo(Verdict.OTHER);
    }

    /// People use the panel meanwhile: their connections are not taken for those of a relay.
    @Test
    void isNotMisledByOtherVisitors() throws Exception {
        int port = Servers.freePort();
        servers.run(port, "python3", "-m", "http.server", Integer.toString(port), "--bind", "0.0.0.0");
        AtomicBoolean over = new AtomicBoolean();
        Random random = new Random(11);
        Thread visitors = Thread.ofVirtual().start(() -> {
            while (!over.get()) {
                visit(1 + random.nextInt(9));
                java.util.concurrent.locks.LockSupport.parkNanos(random.nextInt(300_000_000));
            }
        });
        try {
            Past past = Past.byProc(panel, new Random(5));
            for (int i = 0; i < 6; i++) {
                assertThat(past.leads(new Endpoint(LOOPBACK, port), Ends.NONE).orElse(""))
                        .isEmpty();
            }
        } finally {
            over.set(true);
            visitors.join();
        }
    }

    private void visit(int times) {
        for (int i = 0; i < times; i++) {
            try (Socket one = new Socket(InetAddress.ofLiteral("127.0.0.1"), panel.port())) {
                one.getOutputStream()
                        .write("GET / HTTP/1.0\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                one.getInputStream().readAllBytes();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private void pages(int near, int wide) throws Exception {
        Path script = Files.writeString(folder.resolve("pages.py"), PAGES);
        servers.run(wide, "python3", script.toString(), Integer.toString(near), Integer.toString(wide));
    }

    private Relay ask(int port) throws Exception {
        Listener foreign = listener(port);
        Listener own = listener(panel.port());
        Listener door = new Listener(new Endpoint(LOOPBACK, breaker.port()), 0, 1);
        Listeners now = new Listeners(
                List.of(new Listeners.Ours(door, new Owner(1, "breaker", true))), List.of(foreign, own), List.of());
        RelayObserver.Tools tools = new RelayObserver.Tools(
                List.of("localhost:" + breaker.port()),
                breaker::expect,
                one -> Programs.nameOf(one.id()),
                Optional.of(Past.byProc(panel, new Random(3))),
                new Random(1),
                System::nanoTime);
        RelayObserver observer = new RelayObserver(Set.of(door.endpoint()), () -> now, tools, () -> {});
        Await.until("it is asked", SOON, () -> seen(observer).verdict() != Verdict.PENDING);
        return seen(observer);
    }

    private static Relay seen(RelayObserver observer) {
        if (observer.observe() instanceof Observation.Seen<List<Relay>>(List<Relay> relays)) {
            return relays.getFirst();
        }
        throw new AssertionError("It could not be seen.");
    }

    private static List<Finding> judge(String declared, Relay relay) {
        return new UndeclaredRelay(DeclaredRelays.parse(declared)).judge(List.of(relay));
    }

    private static Listener listener(int port) throws IOException {
        List<Listener> found = new ArrayList<>();
        ProcTable.read("tcp", _ -> true, row -> {
            if (row.state() == LISTENS && row.local().port() == port) {
                found.add(new Listener(row.local(), 0, row.inode()));
            }
        });
        assertThat(found).as("listeners on " + port).isNotEmpty();
        return found.getFirst();
    }
}
