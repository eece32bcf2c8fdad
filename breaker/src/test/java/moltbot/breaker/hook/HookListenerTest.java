package moltbot.breaker.hook;

import static moltbot.breaker.hook.HookWorld.bearing;
import static moltbot.breaker.hook.HookWorld.signed;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import moltbot.breaker.House;
import moltbot.breaker.Raw;
import moltbot.contract.hook.HookCall;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The hooks' listener serves hooks and nothing else, whoever asks and whatever for, and only while it may.
final class HookListenerTest {
    private HookWorld world;

    @BeforeEach
    void open() throws IOException {
        world = new HookWorld();
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    @Test
    void hasNothingOfThePanelNotEvenForTheOwner() {
        String cookies = "Cookie: " + world.house.cookie + "\r\n";
        Raw.Reply nothing = world.get("/elsewhere");
        Stream<String> places = Stream.of(
                "/",
                "/index.html",
                "/sign-in",
                "/sign-in/sign-in.js",
                "/auth/state",
                "/auth/session",
                "/auth/breaker",
                "/api/overview",
                "/api/sessions",
                "/api/sessions/x/events",
                "/metrics",
                "/v1/models",
                "/assets/",
                "/.guard/sign-in",
                "/hooks",
                "/hooks/",
                "/hooks/front-door",
                "/hooks/front-door/",
                "/hooks/front-door/../../api/overview",
                "/hooks/%66ront-door",
                "/hooks//front-door",
                "/hooks/front-door%3Fa",
                "//hooks/front-door",
                "/HOOKS/front-door",
                "/hooks/front-door;a=b",
                "/hooks/front-door?<script>",
                "/hooks/front-door?" + "a".repeat(2049));
        world.bearer("front-door");

        assertThat(nothing.status()).isEqualTo(404);
        assertThat(nothing.headers()).doesNotContainKeys("set-cookie", "server", "location");
        assertThat(nothing.body() + nothing.headers()).doesNotContainIgnoringCase("moltbot");
        assertThat(places)
                .allSatisfy(place -> assertThat(Raw.ask(world.port, world.request("GET", place, cookies)))
                        .as(place)
                        .isEqualTo(nothing));
        assertThat(Stream.of(
                        "/hooks/front-door/",
                        "/hooks/front-door/more",
                        "//hooks/front-door",
                        "/hooks//front-door",
                        "/hooks/front-door;a=b",
                        "/hooks/front-door%3Fa",
                        "/hooks/front-door/../../api/overview"))
                .allSatisfy(
                        place -> assertThat(world.post(place, "{}")).as(place).isEqualTo(nothing));
        for (String method : List.of("PUT", "DELETE", "OPTIONS", "PATCH", "TRACE")) {
            assertThat(Raw.ask(world.port, world.request(method, "/hooks/front-door", ""))
                            .status())
                    .as(method)
                    .isEqualTo(404);
        }
        assertThat(world.house.control.seen).isEmpty();
    }

    @Test
    void thePanelsListenerHasNothingOfTheHooks() {
        String token = world.bearer("front-door");
        String own = "Host: 127.0.0.1:" + world.house.port + "\r\nContent-Length: 2\r\n";

        Raw.Reply reply =
                Raw.ask(world.house.port, "POST /hooks/front-door HTTP/1.1\r\n" + own + bearing(token) + "\r\n\r\n{}");
        Raw.Reply otherHost = world.post("/hooks/front-door", "{}", bearing(token), "Host: 127.0.0.1");
        Raw.Reply panelsHost =
                Raw.ask(world.port, "POST /hooks/front-door HTTP/1.1\r\n" + own + bearing(token) + "\r\n\r\n{}");

        assertThat(reply.status()).isBetween(400, 499);
        assertThat(otherHost.status()).isEqualTo(400);
        assertThat(panelsHost.status()).isEqualTo(421);
        assertThat(world.gateway.came).isEmpty();
    }

    @Test
    void saysNothingButThatItTakesNothingWhileTheBreakerIsNotClosed() {
        String token = world.bearer("front-door");
        world.house.guardian.die();
        House.await("it is OPEN", () -> world.house.state().text("state").equals("OPEN"));

        Raw.Reply blocked = world.post("/hooks/front-door", "{}", bearing(token));
        assertThat(blocked.status()).isEqualTo(503);
        assertThat(blocked.body() + blocked.headers())
                .doesNotContainIgnoringCase("moltbot")
                .doesNotContain("guard");
        assertThat(world.get("/elsewhere")).isEqualTo(blocked);
        assertThat(world.post("/hooks/none", "{}")).isEqualTo(blocked);
        assertThat(world.gateway.came).isEmpty();

        world.house.guardian.lease();
        assertThat(world.post("/hooks/front-door", "{}", bearing(token)).status())
                .isEqualTo(200);
    }

    @Test
    void aTripEndsEveryConnectionAndEveryHookAlsoWhatIsBeingSaid() {
        String token = world.bearer("front-door");
        world.bearer("back-door");
        try (Raw waiting = new Raw(world.port);
                Raw saying = new Raw(world.port)) {
            begin(saying, token, 100);
            saying.send("half of");
            waiting.send("POST /hooks/front-door HTTP/1.1\r\n");
            String trip = world.house.guardian.trip("L1").text("id");

            assertThat(waiting.closedByPeer()).isTrue();
            assertThat(saying.closedByPeer()).isTrue();
            assertThat(world.post("/hooks/front-door", "{}", bearing(token)).status())
                    .isEqualTo(503);
            reset(trip);
        }
        assertThat(world.post("/hooks/front-door", "{}", bearing(token)).status())
                .isEqualTo(401);
        assertThat(world.gateway.came).isEmpty();
        assertThat(world.house
                        .host
                        .ask("hook.list", JsonObject.EMPTY)
                        .list("hooks")
                        .objects())
                .allMatch(hook -> hook.flag("ended"));
        assertThat(world.post("/hooks/front-door", "{}", bearing(world.bearer("front-door")))
                        .status())
                .isEqualTo(200);
        assertThat(world.house
                        .host
                        .ask("hook.list", JsonObject.EMPTY)
                        .list("hooks")
                        .objects())
                .as("the other is still to be seen as ended")
                .hasSize(2);
    }

    /// A call of the hook whose body is waited for: its caller was let begin.
    private void begin(Raw caller, String token, int length) {
        caller.send(world.request(
                "POST",
                "/hooks/front-door",
                bearing(token) + "\r\nExpect: 100-continue\r\nContent-Length: " + length + "\r\n"));
        assertThat(caller.head().status()).isEqualTo(100);
    }

    private void reset(String trip) {
        world.resets(trip);
        House.await(
                "it is CLOSED", () -> world.house.guardian.lease().text("state").equals("CLOSED"));
    }

    @Test
    void whatBecameShutWhileABodyCameIsNotHandedOver() {
        String token = world.bearer("front-door");
        try (Raw slow = new Raw(world.port)) {
            begin(slow, token, 4);
            slow.send("{");
            world.house.guardian.die();
            House.await("it is OPEN", () -> world.house.state().text("state").equals("OPEN"));
            slow.send("  }");
            assertThat(slow.reply().status()).isEqualTo(503);
        }
        assertThat(world.gateway.came).isEmpty();
    }

    @Test
    void aHookThatIsRemovedIsNoneAtOnceAndAnotherOwnerHasNone() {
        String token = world.bearer("front-door");
        String kept = world.bearer("kept");
        world.house.host.ask(
                "hook.revoke", JsonObject.with("name", "front-door").build());
        assertThat(world.post("/hooks/front-door", "{}", bearing(token)).status())
                .isEqualTo(401);
        assertThat(world.post("/hooks/kept", "{}", bearing(kept)).status()).isEqualTo(200);

        world.house.cookie = "";
        world.house.claim(world.house.code(), "another owner's long password");

        assertThat(world.post("/hooks/kept", "{}", bearing(kept)).status()).isEqualTo(401);
    }

    @Test
    void hooksAreStillThereAfterARestart() {
        String token = world.bearer("front-door");
        String secret = world.make("forge", "hmac", "").text("secret");
        world.house.guardian.die();
        world.house.stop();
        world.house.start();
        world.house.guardian.lease();

        assertThat(world.post("/hooks/front-door", "{}", bearing(token)).status())
                .isEqualTo(200);
        assertThat(world.post("/hooks/forge", "{}", signed(secret, "{}")).status())
                .isEqualTo(200);
    }

    @Test
    void takesNoMoreThanItSays() {
        String token = world.bearer("front-door");
        String secret = world.make("forge", "hmac", "").text("secret");
        String most = "a".repeat(HookCall.MOST);

        assertThat(world.post("/hooks/front-door", most, bearing(token)).status())
                .isEqualTo(200);
        assertThat(world.post("/hooks/forge", most, signed(secret, most)).status())
                .isEqualTo(200);
        assertThat(world.gateway.came).hasSize(2).allMatch(came -> came.body().length() == HookCall.MOST);
        String over = Integer.toString(HookCall.MOST + 1);
        assertThat(Raw.ask(
                                world.port,
                                world.request(
                                        "POST",
                                        "/hooks/front-door",
                                        bearing(token) + "\r\nContent-Length: " + over + "\r\n"))
                        .status())
                .isEqualTo(413);
        try (Raw raw = new Raw(world.port)) {
            raw.send(world.request("POST", "/hooks/forge", signed(secret, "x") + "\r\nTransfer-Encoding: chunked\r\n"));
            String piece = "10000\r\n" + "a".repeat(0x10000) + "\r\n";
            for (int i = 0; i < 17; i++) {
                raw.begin(piece);
            }
            assertThat(raw.head().status()).isEqualTo(413);
        }
        assertThat(world.gateway.came).hasSize(2);
    }

    @Test
    void aBodyWhoseLengthIsALieIsNotTaken() {
        String bearing = bearing(world.bearer("front-door")) + "\r\n";
        List<String> lies = List.of(
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "Content-Length: +5\r\n\r\nhello",
                "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nhello, and more\r\n0\r\n\r\n",
                "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello");

        assertThat(lies)
                .allSatisfy(lie -> assertThat(Raw.ask(
                                        world.port,
                                        "POST /hooks/front-door HTTP/1.1\r\nHost: 127.0.0.1:" + world.port + "\r\n"
                                                + bearing + lie)
                                .status())
                        .as(lie)
                        .isBetween(400, 415));
        assertThat(world.gateway.came).isEmpty();
    }

    @Test
    void aTokenInTheAddressIsRefused() {
        String token = world.bearer("front-door");
        assertThat(world.post("/hooks/front-door?token=" + token, "{}").status())
                .isEqualTo(400);
        assertThat(world.gateway.came).isEmpty();
    }

    @Test
    void aThousandStrangersCallsEndAtTheLimitAndKeepNobodyOutOfThePanel() throws IOException {
        try (HookWorld usual = new HookWorld(JsonObject.EMPTY)) {
            usual.make("forge", "hmac", "");
            List<Integer> statuses = IntStream.range(0, 1_000)
                    .map(i -> usual.post("/hooks/forge", "x", signed("guess " + i, "x"))
                            .status())
                    .boxed()
                    .toList();

            assertThat(statuses.stream().distinct()).containsExactly(401, 429);
            assertThat(statuses.stream().filter(status -> status == 401)).hasSizeLessThan(100);
            assertThat(usual.gateway.came).isEmpty();
            assertThat(usual.house.get("/auth/session").status()).isEqualTo(200);
        }
    }

    @Test
    void theHooksListenerIsSeenByTheGuardiansMarks() {
        String mark = "0123456789abcdef0123456789abcdef";
        try (var sight = world.house.guardian.sight(mark)) {
            sight.reply();
            world.get("/" + mark);
            assertThat(new String(
                            java.util.Objects.requireNonNull(sight.next()), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("seen");
        }
    }
}
