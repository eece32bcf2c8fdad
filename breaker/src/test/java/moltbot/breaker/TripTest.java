package moltbot.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.lease.Lease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TripTest {
    private House house;

    @BeforeEach
    void open() throws IOException {
        house = new House(JsonObject.with("dwellSeconds", 0).build());
    }

    @AfterEach
    void close() throws IOException {
        house.close();
    }

    private JsonObject reset(String id) {
        return house.host.ask(
                "breaker.reset",
                JsonObject.with("id", id).with("factor", House.PASSWORD).build());
    }

    @Test
    void startsOpenAndSaysWhyOnlyToThisMachine() {
        assertThat(house.state().text("state")).isEqualTo("OPEN");
        Raw.Reply local = Raw.ask(house.port, house.request("GET", "/", "Accept: text/html\r\n"));
        Raw.Reply stranger =
                Raw.ask(house.port, house.request("GET", "/", "Accept: text/html\r\nX-Forwarded-For: 203.0.113.9\r\n"));
        assertThat(local.status()).isEqualTo(503);
        assertThat(local.body()).contains("guard").contains("./moltbot doctor");
        assertThat(stranger.status()).isEqualTo(503);
        assertThat(stranger.body()).doesNotContainIgnoringCase("moltbot").doesNotContain("guard");
        assertThat(stranger.header("set-cookie")).isEmpty();
    }

    @Test
    void leaseClosesItAndItsLossOpensItAgain() {
        assertThat(house.guardian.lease().text("state")).isEqualTo("CLOSED");
        assertThat(house.get("/sign-in").status()).isEqualTo(200);
        house.guardian.die();
        House.await("it is OPEN", () -> house.state().text("state").equals("OPEN"));
        assertThat(house.get("/sign-in").status()).isEqualTo(503);
        assertThat(house.guardian.lease().text("state")).isEqualTo("CLOSED");
    }

    @Test
    void leaseThatRestsOnASweepBeforeTheLossDoesNotHeal() {
        house.guardian.lease();
        long before = System.nanoTime();
        house.guardian.die();
        House.await("it is OPEN", () -> house.state().text("state").equals("OPEN"));
        assertThat(house.guardian.lease(before, Lease.MAX_LIFE).text("state")).isEqualTo("OPEN");
        assertThat(house.guardian.lease().text("state")).isEqualTo("CLOSED");
    }

    @Test
    void hungGuardianLosesTheLeaseWhenItRunsOut() {
        house.guardian.lease(System.nanoTime(), Duration.ofMillis(300));
        House.await("it is OPEN", () -> house.state().text("state").equals("OPEN"));
        assertThat(house.get("/sign-in").status()).isEqualTo(503);
    }

    @Test
    void tripEndsConnectionsThatOnlyWait() throws IOException {
        house.ready();
        try (Socket waiting = new Socket(InetAddress.ofLiteral("127.0.0.1"), house.port)) {
            waiting.setSoTimeout(5_000);
            waiting.getOutputStream()
                    .write(house.request("GET", "/auth/state", "").getBytes(StandardCharsets.ISO_8859_1));
            assertThat(waiting.getInputStream().read()).isEqualTo('H');

            house.guardian.trip("L2");
            assertThat(waiting.getInputStream().readAllBytes()).isNotEmpty();
        }
    }

    @Test
    void tripEndsEverySignInAndKeepsTheFirst() {
        house.ready();
        JsonObject trip = house.guardian.trip("L2");
        assertThat(house.guardian.trip("H1").text("id")).isEqualTo(trip.text("id"));
        assertThat(house.get("/").status()).isEqualTo(503);

        house.guardian.lease(); // the first lease after a trip is of the old epoch, and its answer tells the new one
        house.guardian.lease();
        reset(trip.text("id"));
        house.guardian.lease();
        assertThat(house.state().text("state")).isEqualTo("CLOSED");
        assertThat(house.get("/").status()).isEqualTo(401);
        assertThat(house.signIn(House.PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void controlHearsOfATripAndOfEveryStart() {
        long before = house.state().number("epoch");
        House.await("control has heard of the start", () -> house.control.epochs.contains(before));
        house.control.close();
        long epoch = house.guardian.trip("L2").number("epoch");
        long start = System.nanoTime();
        house.newControl();
        House.await("control has heard of the trip", () -> house.control.epochs.contains(epoch));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));

        house.control.epochs.clear();
        long next = house.guardian.trip("L2").number("epoch");
        assertThat(next).isEqualTo(epoch);
        house.stop();
        house.start();
        House.await("control has heard of the start", () -> house.control.epochs.contains(epoch));
    }

    @Test
    void evidenceIsShownAsTextNeverAsMarkup() {
        house.guardian.lease();
        String id = house.guardian.trip("L2").text("id");
        String page = Raw.ask(house.port, house.request("GET", "/", "Accept: text/html\r\n"))
                .body();
        assertThat(page)
                .contains("&lt;b&gt;tcp 0.0.0.0:80&lt;/b&gt;")
                .contains("./moltbot reset " + id)
                .doesNotContain("<b>");
    }

    @Test
    void latchSurvivesARestart() {
        house.guardian.lease();
        JsonObject trip = house.guardian.trip("L2");
        house.guardian.die();
        house.stop();
        house.start();
        JsonObject state = house.state();
        assertThat(state.text("state")).isEqualTo("OPEN");
        assertThat(state.object("trip").text("id")).isEqualTo(trip.text("id"));
        assertThat(state.number("epoch")).isEqualTo(trip.number("epoch"));
        assertThat(house.guardian.lease().text("state")).isEqualTo("OPEN");

        reset(trip.text("id"));
        assertThat(house.guardian.lease().text("state")).isEqualTo("CLOSED");
    }

    @Test
    void resetWantsTheRightNameAndANewerAllClear() {
        house.guardian.lease();
        long before = System.nanoTime();
        String id = house.guardian.trip("L2").text("id");
        assertThatThrownBy(() -> reset("other"))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo("wrong-trip"));
        assertThatThrownBy(() -> reset(id))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo("no-all-clear"));
        house.guardian.lease();
        house.guardian.lease(before, Lease.MAX_LIFE);
        assertThatThrownBy(() -> reset(id))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo("no-all-clear"));
        house.guardian.lease();
        assertThat(reset(id).text("state")).isEqualTo("HALF_OPEN");
        house.guardian.lease();
        assertThatThrownBy(() -> reset(id))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo("not-tripped"));
    }

    @Test
    void onlyTheListedPeersMayAsk() {
        assertThatThrownBy(() -> house.host.ask("lease.hold", JsonObject.EMPTY))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo("not-allowed"));
    }
}
