package moltbot.guardian.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.Listener;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.Probe;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Unauthenticated;
import org.junit.jupiter.api.Test;

/// Asks real servers on real sockets.
class ProbeObserverTest {
    private static final String SIGN_IN = "HTTP/1.1 303 See Other\r\nLocation: /sign-in\r\nContent-Length: 0\r\n\r\n";
    private static final String PANEL = "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nmoltbot-panel";

    @Test
    void aBreakerThatSendsToSignInIsWell() throws Exception {
        try (Server server = new Server(_ -> SIGN_IN)) {
            Observation<List<Probe>> seen = server.ask();
            assertThat(seen).isInstanceOf(Observation.Seen.class);
            assertThat(((Observation.Seen<List<Probe>>) seen).fact())
                    .filteredOn(probe -> probe.target().equals(server.endpoint()))
                    .hasSize(14);
            assertThat(findings(seen)).isEmpty();
        }
    }

    @Test
    void aPanelThatOpensForAForwardedHeaderIsFound() throws Exception {
        try (Server server =
                new Server(request -> request.contains("X-Forwarded-For: 127.0.0.1\r\n") ? PANEL : SIGN_IN)) {
            assertThat(findings(server.ask()))
                    .isNotEmpty()
                    .allMatch(finding -> finding.evidence().contains("with misleading headers"));
        }
    }

    @Test
    void oneOpenPathIsFound() throws Exception {
        try (Server server = new Server(request ->
                request.startsWith("POST /api/sessions/x/messages ") ? "HTTP/1.1 202 Accepted\r\n\r\n" : SIGN_IN)) {
            assertThat(findings(server.ask())).hasSize(2);
        }
    }

    @Test
    void nobodyThereIsWell() throws Exception {
        Endpoint gone;
        try (Server server = new Server(_ -> SIGN_IN)) {
            gone = server.endpoint();
        }
        Observation<List<Probe>> seen = new ProbeObserver(Set.of(gone), () -> Listeners.NONE).observe();
        assertThat(seen).isInstanceOf(Observation.Seen.class);
        assertThat(findings(seen)).isEmpty();
    }

    @Test
    void anAnswerCutShortIsNeitherWellNorExposed() throws Exception {
        try (Server server = new Server(_ -> "HTTP/1.1 30")) {
            Observation<List<Probe>> seen = server.ask();
            assertThat(seen).isInstanceOf(Observation.Partial.class);
            assertThat(((Observation.Partial<List<Probe>>) seen).fact())
                    .noneMatch(probe -> probe.answer() instanceof Probe.Answer.Replied);
        }
    }

    @Test
    void whatIsNoHttpIsFound() throws Exception {
        try (Server server = new Server(_ -> "SSH-2.0-OpenSSH_9.2p1\r\n")) {
            assertThat(findings(server.ask())).isNotEmpty();
        }
    }

    @Test
    void anotherProgramAtAnotherAddressIsNotAsked() throws Exception {
        try (Server server = new Server(_ -> PANEL)) {
            Endpoint declared = new Endpoint(IpAddress.of(InetAddress.ofLiteral("127.0.0.77")), server.port());
            Listeners listeners = new Listeners(List.of(), List.of(new Listener(server.endpoint(), 0, 1)), List.of());
            ProbeObserver observer = new ProbeObserver(Set.of(declared), () -> listeners);
            assertThat(observer.changed()).isTrue();
            assertThat(findings(observer.observe())).isEmpty();
            assertThat(observer.changed()).isFalse();
            assertThat(server.asked).hasValue(0);
        }
    }

    @Test
    void morePlacesThanAreAskedAreNotSeenToBeSafe() throws Exception {
        Set<Endpoint> many = new LinkedHashSet<>();
        try (Server server = new Server(_ -> SIGN_IN)) {
            for (int i = 0; i <= ProbeObserver.MAX_TARGETS; i++) {
                many.add(new Endpoint(
                        IpAddress.of(InetAddress.ofLiteral("127.1." + i / 200 + "." + (i % 200 + 1))), server.port()));
            }
            assertThat(new ProbeObserver(many, () -> Listeners.NONE).observe())
                    .isInstanceOfSatisfying(
                            Observation.Partial.class,
                            partial -> assertThat(partial.why()).contains("only 512 were asked"));
        }
    }

    private static List<Finding> findings(Observation<List<Probe>> seen) {
        List<Probe> probes = switch (seen) {
            case Observation.Seen<List<Probe>>(List<Probe> fact) -> fact;
            case Observation.Partial<List<Probe>>(List<Probe> fact, String _) -> fact;
            case Observation.Unobservable<List<Probe>>(String why) -> throw new AssertionError(why);
        };
        return new Unauthenticated("").judge(probes);
    }

    /// Reads a request's head and answers as it is told.
    private static final class Server implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        private final Function<String, String> answer;
        private final AtomicInteger asked = new AtomicInteger();

        private Server(Function<String, String> answer) throws IOException {
            this.answer = answer;
            Thread.ofVirtual().start(this::serve);
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (Socket one = socket.accept()) {
                    asked.incrementAndGet();
                    StringBuilder head = new StringBuilder();
                    int next;
                    while (head.indexOf("\r\n\r\n") < 0
                            && (next = one.getInputStream().read()) >= 0) {
                        head.append((char) next);
                    }
                    one.getInputStream().skipNBytes(head.toString().startsWith("POST") ? 29 : 0);
                    one.getOutputStream().write(answer.apply(head.toString()).getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    assertThat(e).isNotNull();
                }
            }
        }

        private int port() {
            return socket.getLocalPort();
        }

        private Endpoint endpoint() {
            return new Endpoint(IpAddress.of(socket.getInetAddress()), port());
        }

        private Observation<List<Probe>> ask() {
            return new ProbeObserver(Set.of(endpoint()), () -> Listeners.NONE).observe();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
