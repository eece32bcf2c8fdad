package moltbot.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import moltbot.breaker.circuit.State;
import moltbot.breaker.circuit.Trip;
import moltbot.breaker.circuit.View;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.journal.Journal;
import moltbot.breaker.listen.HttpListener;
import moltbot.breaker.operate.Consequences;
import org.junit.jupiter.api.Test;

/// A listener that strangers could reach, though here it is on loopback.
final class DoorTest {
    private static final Duration RETRY = Duration.ofMillis(20);
    private static final String ASK = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return free.getLocalPort();
        }
    }

    private static boolean answers(int port) {
        try {
            return Raw.ask(port, ASK).status() == 404;
        } catch (UncheckedIOException | IllegalStateException e) {
            return false;
        }
    }

    @Test
    void shutMeansThatNothingListensAndNothingStaysOpen() throws IOException {
        int port = freePort();
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        try (HttpListener listener = new HttpListener(
                address,
                any -> true,
                Optional.empty(),
                Set.of(),
                UnaryOperator.identity(),
                exchange -> exchange.answer(Answer.error(404, "no", "No.")))) {
            Door door = new Door(listener, false, RETRY);
            door.start(false);
            try (Raw open = new Raw(port)) {
                assertThat(open.send(ASK).reply().status()).isEqualTo(404);
                door.shut();
                assertThat(open.closedByPeer()).isTrue();
            }
            House.await("nothing listens", () -> !answers(port));
            assertThatThrownBy(() -> new Raw(port)).isInstanceOf(UncheckedIOException.class);
            door.openAgain();
            House.await("it answers again", () -> answers(port));
        }
    }

    @Test
    void whoeverShutsLastIsObeyedWhateverIsJustBeingOpened() throws IOException {
        int port = freePort();
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        try (HttpListener listener = new HttpListener(
                        address,
                        any -> true,
                        Optional.empty(),
                        Set.of(),
                        UnaryOperator.identity(),
                        exchange -> exchange.abort());
                Door door = new Door(listener, false, RETRY)) {
            for (int i = 0; i < 20; i++) {
                door.openAgain();
                door.shut();
                LockSupport.parkNanos(10_000_000);
                assertThatThrownBy(() -> new Raw(port)).isInstanceOf(UncheckedIOException.class);
            }
        }
    }

    @Test
    void portThatIsTakenForAWhileIsTriedAgain() throws IOException {
        int port = freePort();
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        try (HttpListener listener = new HttpListener(
                        address,
                        any -> true,
                        Optional.empty(),
                        Set.of(),
                        UnaryOperator.identity(),
                        exchange -> exchange.answer(Answer.error(404, "no", "No.")));
                Door door = new Door(listener, false, RETRY)) {
            try (ServerSocket taken = new ServerSocket(port, 1, address.getAddress())) {
                door.openAgain();
                LockSupport.parkNanos(100_000_000);
                assertThat(taken.isBound()).isTrue();
            }
            House.await("it answers", () -> answers(port));
        }
    }

    @Test
    void latchedExposureKeepsItShutFromTheStart() throws IOException {
        int port = freePort();
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        try (HttpListener listener = new HttpListener(
                address,
                any -> true,
                Optional.empty(),
                Set.of(),
                UnaryOperator.identity(),
                exchange -> exchange.abort())) {
            new Door(listener, false, RETRY).start(true);
            assertThatThrownBy(() -> new Raw(port)).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void exposureShutsTheDoorAndItsResetOpensIt() {
        List<String> heard = new ArrayList<>();
        Consequences.Door door = new Consequences.Door() {
            @Override
            public void shut() {
                heard.add("shut");
            }

            @Override
            public void openAgain() {
                heard.add("open");
            }
        };
        Consequences consequences =
                new Consequences(() -> heard.add("cut"), epoch -> heard.add("epoch " + epoch), door, new Journal());
        View closed = new View(State.CLOSED, "", 1, Optional.empty());
        Trip trip = new Trip("id", "H1", "r", "e", true, java.time.Instant.EPOCH, 2, "life", 0);
        View tripped = new View(State.OPEN, "r", 2, Optional.of(trip));
        View half = new View(State.HALF_OPEN, "r", 2, Optional.of(trip));

        consequences.changed(closed, tripped);
        assertThat(heard).containsExactly("epoch 2", "cut", "shut");
        heard.clear();
        consequences.changed(tripped, half);
        assertThat(heard).containsExactly("cut", "open");
    }
}
