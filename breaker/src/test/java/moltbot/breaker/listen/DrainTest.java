package moltbot.breaker.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import moltbot.breaker.House;
import moltbot.breaker.Raw;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A stop, which is not a trip.
final class DrainTest {
    private House house;

    @BeforeEach
    void open() throws IOException {
        house = new House().ready();
    }

    @AfterEach
    void close() throws IOException {
        house.close();
    }

    private String post(int length) {
        return house.request(
                "POST",
                "/api/echo",
                "Origin: http://127.0.0.1:" + house.port + "\r\nContent-Type: application/json\r\nx-csrf: " + house.csrf
                        + "\r\nContent-Length: " + length + "\r\n");
    }

    @Test
    void whatIsUnderWayIsAnsweredAndNothingNewIsTaken() throws InterruptedException {
        try (Raw idle = new Raw(house.port);
                Raw busy = new Raw(house.port)) {
            assertThat(idle.send(house.request("GET", "/auth/state", ""))
                            .reply()
                            .status())
                    .isEqualTo(200);
            busy.send(post(2) + "{");
            House.await("control has it", () -> !house.control.seen.isEmpty());
            Thread stopping = Thread.ofVirtual().start(house::stop);
            assertThat(idle.closedByPeer()).isTrue();
            House.await("nothing listens", () -> refused());
            assertThat(busy.send("}").reply().body()).isEqualTo("got 2");
            stopping.join(Duration.ofSeconds(10));
            assertThat(busy.closedByPeer()).isTrue();
        }
    }

    private boolean refused() {
        try (Raw raw = new Raw(house.port)) {
            return raw == null;
        } catch (java.io.UncheckedIOException e) {
            return true;
        }
    }

    @Test
    void nobodyIsWaitedForLongerThanTheBound() {
        try (Raw busy = new Raw(house.port)) {
            busy.send(post(2) + "{");
            House.await("control has it", () -> !house.control.seen.isEmpty());
            long before = System.nanoTime();
            house.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(6));
            assertThat(busy.closedByPeer()).isTrue();
        }
    }

    @Test
    void streamsOfEventsAreNotWaitedFor() {
        try (Raw events = new Raw(house.port)) {
            events.send(house.request("GET", "/api/events", "Accept: text/event-stream\r\n"));
            assertThat(events.head().status()).isEqualTo(200);
            assertThat(events.chunk()).isEqualTo("data: one\n\n");
            long before = System.nanoTime();
            house.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(1_500));
            assertThat(events.chunk()).isNull();
        }
    }

    @Test
    void aTripWaitsForNobody() {
        try (Raw busy = new Raw(house.port)) {
            busy.send(post(2) + "{");
            House.await("control has it", () -> !house.control.seen.isEmpty());
            house.guardian.trip("L2");
            assertThatThrownBy(() -> busy.send("}").reply()).isInstanceOf(RuntimeException.class);
        }
    }
}
