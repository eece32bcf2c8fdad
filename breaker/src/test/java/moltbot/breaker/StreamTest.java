package moltbot.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StreamTest {
    private House house;

    @BeforeEach
    void open() throws IOException {
        house = new House().ready();
    }

    @AfterEach
    void close() throws IOException {
        house.close();
    }

    private Raw events() {
        Raw raw = new Raw(house.port);
        raw.send(house.request("GET", "/api/events", "Accept: text/event-stream\r\n"));
        assertThat(raw.head().status()).isEqualTo(200);
        assertThat(raw.chunk()).isEqualTo("data: one\n\n");
        return raw;
    }

    @Test
    void eventsComeAtOnce() {
        try (Raw raw = events()) {
            assertThat(raw).isNotNull();
        }
    }

    @Test
    void openStreamEndsWithTheLease() throws InterruptedException {
        try (Raw raw = events()) {
            long before = System.nanoTime();
            house.guardian.die();
            assertThat(raw.chunk()).isNull();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
            assertThat(house.control.left.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void openStreamEndsWithATrip() throws InterruptedException {
        try (Raw raw = events()) {
            house.guardian.trip("S2");
            assertThat(raw.chunk()).isNull();
            assertThat(house.control.left.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void cutsTheStreamsOfASignInThatEnds() throws InterruptedException {
        try (Raw raw = events()) {
            assertThat(house.post("/auth/sign-out", "").status()).isEqualTo(200);
            assertThat(raw.chunk()).isNull();
            assertThat(house.control.left.await(10, TimeUnit.SECONDS)).isTrue();
        }
        house.signIn(House.PASSWORD);
        try (Raw raw = events()) {
            assertThat(house.claim(house.code(), "another password").status()).isEqualTo(200);
            assertThat(raw.chunk()).isNull();
        }
    }

    @Test
    void requestUnderWayWhenItsSignInEndsGoesNoFurther() {
        try (Raw raw = new Raw(house.port)) {
            raw.send(house.request(
                    "POST",
                    "/api/echo",
                    "Origin: http://127.0.0.1:" + house.port + "\r\nContent-Type: application/json\r\nx-csrf: "
                            + house.csrf + "\r\nContent-Length: 2\r\n"));
            House.await("control has it", () -> !house.control.seen.isEmpty());
            assertThat(house.post("/auth/sign-out", "").status()).isEqualTo(200);
            Raw.Reply reply = raw.send("{}").reply();
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.body()).contains("\"reason\":\"sign-in\"");
            assertThat(reply.header("set-cookie")).as("a newer one stays").isEmpty();
        }
    }

    @Test
    void cutsTheStreamOfASignInThatHasBecomeTooOld() {
        try (Raw raw = events()) {
            house.pass(Duration.ofDays(14).minusHours(1));
            assertThat(house.get("/api/overview").status()).isEqualTo(200);
            house.pass(Duration.ofHours(2));
            assertThat(raw.chunk()).isNull();
        }
    }

    @Test
    void leavesTheStreamsOfOtherSignInsAlone() {
        try (Raw raw = events()) {
            String first = house.cookie;
            house.signIn(House.PASSWORD);
            assertThat(house.post("/auth/sign-out", "").status()).isEqualTo(200);
            house.cookie = first;
            assertThat(house.get("/api/overview").status()).isEqualTo(200);
            house.guardian.die();
            assertThat(raw.chunk()).as("not cut before").isNull();
        }
    }

    @Test
    void controlLearnsThatTheBrowserLeft() throws InterruptedException {
        events().close();
        assertThat(house.control.left.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void browserThatDoesNotReadHoldsControlBack() {
        try (Raw raw = new Raw(house.port)) {
            raw.send(house.request("GET", "/api/flood", ""));
            assertThat(raw.head().status()).isEqualTo(200);
            long[] seen = {-1, 0};
            House.await("control stands still", () -> {
                seen[1] = house.control.floodSent.get();
                boolean still = seen[0] == seen[1] && seen[1] > 0;
                seen[0] = seen[1];
                java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
                return still;
            });
            assertThat(seen[1]).isLessThan(64L << 20);
        }
    }

    @Test
    void saysThatControlIsGoneAndWorksAgainWhenItIsBack() {
        house.control.close();
        Raw.Reply reply = house.get("/api/overview");
        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.body()).contains("control-unavailable").contains("Nothing was taken");
        house.newControl();
        assertThat(house.get("/api/overview").status()).isEqualTo(200);
    }

    @Test
    void saysThatTheOutcomeIsUnknownWhereItIs() {
        Raw.Reply reply = house.post("/api/half", "{}");
        assertThat(reply.status()).isEqualTo(502);
        assertThat(house.get("/api/refuse").body()).contains("\"reason\":\"busy\"");
        assertThat(house.get("/api/overview").status()).isEqualTo(200);
    }
}
