package moltbot.breaker.hook;

import static moltbot.breaker.hook.HookWorld.bearing;
import static moltbot.breaker.hook.HookWorld.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import moltbot.breaker.House;
import moltbot.breaker.Raw;
import moltbot.contract.ContractException;
import moltbot.contract.hook.HookCall;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// While the breaker is not CLOSED, what a messenger's service signed is taken, and nothing else is told from nothing.
final class HookSafeModeTest {
    private static final String SECRET = "an-app-secret-of-metas";
    private static final String BODY = "{\"object\":\"whatsapp_business_account\"}";

    private HookWorld world;
    private String verify = "";

    @BeforeEach
    void open() throws IOException {
        world = new HookWorld();
        verify = world.make("whatsapp", "meta", SECRET).text("verify");
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    private Raw.Reply metaCalls() {
        return world.post("/hooks/whatsapp", BODY, signed(SECRET, BODY));
    }

    private void loseTheLease() {
        world.house.guardian.die();
        House.await("it is OPEN", () -> world.house.state().text("state").equals("OPEN"));
    }

    private void reset(String trip) {
        world.resets(trip);
        House.await(
                "it is CLOSED", () -> world.house.guardian.lease().text("state").equals("CLOSED"));
    }

    @Test
    void whatMetaSignedIsTakenDuringATripAndAfterItByTheSameHook() {
        String token = world.bearer("front-door");
        String secret = world.make("forge", "hmac", "").text("secret");
        String trip = world.house.guardian.trip("L1").text("id");

        assertThat(metaCalls().status()).isEqualTo(200);
        assertThat(world.post("/hooks/front-door", BODY, bearing(token)).status())
                .isEqualTo(503);
        assertThat(world.post("/hooks/forge", BODY, signed(secret, BODY)).status())
                .isEqualTo(503);
        assertThat(world.house
                        .host
                        .ask("hook.list", JsonObject.EMPTY)
                        .list("hooks")
                        .objects())
                .allMatch(hook -> hook.flag("ended") == !hook.text("kind").equals("meta"));
        reset(trip);

        assertThat(metaCalls().status()).isEqualTo(200);
        assertThat(world.post("/hooks/front-door", BODY, bearing(token)).status())
                .isEqualTo(401);
        assertThat(world.post("/hooks/forge", BODY, signed(secret, BODY)).status())
                .isEqualTo(401);
        assertThat(world.gateway.came)
                .extracting(FakeGateway.Came::principal)
                .containsExactly("hook:meta:whatsapp", "hook:meta:whatsapp");
        assertThatThrownBy(() -> world.make("whatsapp", "meta", SECRET))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo("taken-name"));
    }

    @Test
    void whoeverProvesNothingReadsTheSameBytesWhateverIsThere() {
        world.bearer("front-door");
        loseTheLease();
        Raw.Reply shut = world.get("/elsewhere");
        String most = "a".repeat(HookCall.MOST + 1);

        assertThat(shut.status()).isEqualTo(503);
        assertThat(Stream.of(
                        world.post("/hooks/none", BODY, signed(SECRET, BODY)),
                        world.post("/hooks/front-door", BODY, signed(SECRET, BODY)),
                        world.post("/hooks/whatsapp", BODY),
                        world.post("/hooks/whatsapp", BODY, bearing(SECRET)),
                        world.post("/hooks/whatsapp", BODY, signed("another secret", BODY)),
                        world.post("/hooks/whatsapp", BODY + " ", signed(SECRET, BODY)),
                        world.post("/hooks/whatsapp", BODY, signed(SECRET, BODY).replace("sha256", "sha1")),
                        world.post("/hooks/whatsapp", BODY, signed(SECRET, BODY), "Content-Encoding: gzip"),
                        world.post("/hooks/whatsapp", most, signed(SECRET, most)),
                        world.post("/hooks/whatsapp?token=mh_" + "a".repeat(43), BODY, signed(SECRET, BODY)),
                        world.post("/hooks/whatsapp/", BODY, signed(SECRET, BODY)),
                        Raw.ask(world.port, world.request("PUT", "/hooks/whatsapp", "")),
                        world.get("/hooks/whatsapp"),
                        world.get("/hooks/whatsapp?hub.mode=subscribe&hub.challenge=1&hub.verify_token=" + verify)))
                .allSatisfy(reply -> assertThat(reply).isEqualTo(shut));
        assertThat(world.gateway.came).isEmpty();
        assertThat(metaCalls().status()).isEqualTo(200);
    }

    @Test
    void nobodyLearnsOfAHookByCallingTooOften() throws IOException {
        JsonObject few = JsonObject.with("perMinute", 10).with("burst", 10).build();
        try (HookWorld narrow = new HookWorld(few)) {
            narrow.make("whatsapp", "meta", SECRET);
            narrow.house.guardian.die();
            House.await("it is OPEN", () -> narrow.house.state().text("state").equals("OPEN"));
            Raw.Reply shut = narrow.get("/elsewhere");
            for (int i = 0; i < 15; i++) {
                assertThat(narrow.post("/hooks/whatsapp", BODY, signed("guess " + i, BODY)))
                        .isEqualTo(shut);
            }
            assertThat(narrow.post("/hooks/whatsapp", BODY, signed(SECRET, BODY)))
                    .as("Meta's own, once the address has called too often")
                    .isEqualTo(shut);
            assertThat(narrow.gateway.came).isEmpty();
        }
    }

    @Test
    void aBodyIsReadForNoOtherHook() {
        String token = world.bearer("front-door");
        String secret = world.make("forge", "hmac", "").text("secret");
        loseTheLease();
        for (List<String> call : List.of(
                List.of("front-door", bearing(token)),
                List.of("forge", signed(secret, BODY)),
                List.of("none", signed(SECRET, BODY)),
                List.of("whatsapp", bearing(token)))) {
            try (Raw caller = new Raw(world.port)) {
                caller.send(world.request(
                        "POST",
                        "/hooks/" + call.getFirst(),
                        call.getLast() + "\r\nExpect: 100-continue\r\nContent-Length: 100\r\n"));
                assertThat(caller.head().status()).as(call.getFirst()).isEqualTo(503);
            }
        }
        assertThat(world.gateway.came).isEmpty();
    }

    @Test
    void aTripEndsWhatMetaIsSayingAndItsNextCallIsTaken() {
        try (Raw saying = new Raw(world.port)) {
            saying.send(world.request(
                    "POST",
                    "/hooks/whatsapp",
                    signed(SECRET, BODY) + "\r\nExpect: 100-continue\r\nContent-Length: " + BODY.length() + "\r\n"));
            assertThat(saying.head().status()).isEqualTo(100);
            saying.send("{");
            world.house.guardian.trip("L1");
            assertThat(saying.closedByPeer()).isTrue();
        }
        assertThat(world.gateway.came).isEmpty();
        assertThat(metaCalls().status()).isEqualTo(200);
    }

    @Test
    void theHookEndsWithItsOwnerAndWhenItIsRemovedAlsoDuringATrip() {
        world.make("second", "meta", SECRET);
        String trip = world.house.guardian.trip("L1").text("id");
        Raw.Reply shut = world.get("/elsewhere");
        world.house.host.ask("hook.revoke", JsonObject.with("name", "second").build());
        assertThat(world.post("/hooks/second", BODY, signed(SECRET, BODY))).isEqualTo(shut);
        assertThat(metaCalls().status()).isEqualTo(200);

        reset(trip);
        world.house.cookie = "";
        world.house.claim(world.house.code(), "another owner's long password");
        assertThat(metaCalls().status()).isEqualTo(401);
        world.house.guardian.trip("L1");
        assertThat(metaCalls()).isEqualTo(shut);
        assertThat(world.gateway.came).hasSize(1);
    }

    @Test
    void whileTheBreakerRecoversItIsAsDuringTheTrip() throws IOException {
        try (HookWorld watched =
                new HookWorld(JsonObject.with("dwellSeconds", 3_600).build())) {
            watched.make("whatsapp", "meta", SECRET);
            watched.resets(watched.house.guardian.trip("L1").text("id"));
            assertThat(watched.house.guardian.lease().text("state")).isEqualTo("HALF_OPEN");
            Raw.Reply shut = watched.get("/elsewhere");
            assertThat(shut.status()).isEqualTo(503);
            assertThat(watched.post("/hooks/whatsapp", BODY, signed("another", BODY)))
                    .isEqualTo(shut);
            assertThat(watched.post("/hooks/whatsapp", BODY, signed(SECRET, BODY))
                            .status())
                    .isEqualTo(200);
        }
    }
}
