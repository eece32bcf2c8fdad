package moltbot.breaker.hook;

import static moltbot.breaker.hook.HookWorld.bearing;
import static moltbot.breaker.hook.HookWorld.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import moltbot.breaker.Raw;
import moltbot.contract.ContractException;
import moltbot.contract.hook.HookCall;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whoever calls a hook has to prove that they may; then, and only then, all of what they send goes on.
final class HookTest {
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
    void whoeverBearsItsTokenCallsAHook() {
        String token = world.bearer("front-door");

        Raw.Reply reply = world.post(
                "/hooks/front-door?a=b",
                "{\"text\":\"open\"}",
                bearing(token),
                "Content-Type: Application/JSON; charset=utf-8",
                "Idempotency-Key: call-1");

        assertThat(token).matches("mh_[A-Za-z0-9_-]{43}");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(world.gateway.came)
                .containsExactly(new FakeGateway.Came(
                        "hook:bearer:front-door",
                        new HookCall("front-door", "call-1", "application/json", "a=b"),
                        "{\"text\":\"open\"}"));
    }

    @Test
    void whoeverDoesNotIsRefusedWithTheSameBytesWhateverIsThere() {
        String token = world.bearer("front-door");
        String api = JsonObject.parse(world.house
                        .post("/auth/tokens/make", "{\"name\":\"t\",\"scopes\":[\"chat:use\"],\"days\":1}")
                        .body())
                .text("token");
        String other = world.bearer("other");
        List<String> wrong = List.of(
                "X-Nothing: at all",
                bearing(""),
                bearing(token.substring(0, token.length() - 1) + (token.endsWith("A") ? "B" : "A")),
                bearing(token) + "x",
                bearing(other),
                bearing(api),
                "Authorization: Basic " + token,
                bearing(token) + "\r\n" + bearing(token),
                signed(token, "body"));
        Raw.Reply unknown = world.post("/hooks/no-such-hook", "body", bearing(token));

        assertThat(unknown.status()).isEqualTo(401);
        assertThat(wrong).allSatisfy(header -> {
            Raw.Reply reply = world.post("/hooks/front-door", "body", header);
            assertThat(reply).isEqualTo(unknown);
        });
        assertThat(world.gateway.came).isEmpty();
    }

    @Test
    void aSignatureIsOfEveryByte() {
        String secret = world.make("forge", "hmac", "").text("secret");
        world.make("own", "hmac", "a secret of sixteen characters".replace(' ', '-'));
        String body = "{\"action\":\"opened\"}";

        assertThat(world.post("/hooks/forge", body, signed(secret, body)).status())
                .isEqualTo(200);
        assertThat(world.post("/hooks/own", body, signed("a-secret-of-sixteen-characters", body))
                        .status())
                .isEqualTo(200);
        String chunked =
                world.request("POST", "/hooks/forge", signed(secret, body) + "\r\nTransfer-Encoding: chunked\r\n")
                        + "5\r\n" + body.substring(0, 5) + "\r\ne\r\n" + body.substring(5) + "\r\n0\r\n\r\n";
        assertThat(Raw.ask(world.port, chunked).status()).isEqualTo(200);
        assertThat(world.gateway.came).extracting(FakeGateway.Came::body).containsExactly(body, body, body);
    }

    @Test
    void aWrongSignatureIsRefusedAndNothingOfTheBodyGoesOn() {
        String secret = world.make("forge", "hmac", "").text("secret");
        String body = "{\"action\":\"opened\"}";
        String right = signed(secret, body);
        Stream<String> wrong = Stream.of(
                "X-Nothing: at all",
                signed(secret, body + " "),
                signed(secret, ""),
                signed("another secret", body),
                right.toUpperCase(java.util.Locale.ROOT)
                        .replace("X-HUB-SIGNATURE-256: SHA256=", "X-Hub-Signature-256: sha256="),
                right.substring(0, right.length() - 1),
                right + "\r\n" + right,
                right.replace("sha256=", "sha1="),
                right.replace("X-Hub-Signature-256", "X-Hub-Signature"),
                bearing(secret));

        assertThat(wrong)
                .allSatisfy(header -> assertThat(
                                world.post("/hooks/forge", body, header).status())
                        .as(header)
                        .isEqualTo(401));
        assertThat(world.post("/hooks/forge", body.replace('o', 'O'), right).status())
                .isEqualTo(401);
        assertThat(world.gateway.came).isEmpty();
    }

    @Test
    void metaIsAnsweredWhatItAskedOnlyWhereItKnowsTheVerifyToken() {
        JsonObject made = world.make("whatsapp", "meta", "an-app-secret-of-metas");
        world.bearer("front-door");
        String verify = made.text("verify");
        String right = "/hooks/whatsapp?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=" + verify;

        Raw.Reply reply = world.get(right);

        assertThat(made.text("secret")).isEmpty();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("1158201444");
        assertThat(reply.header("content-type")).isEqualTo("text/plain");
        Raw.Reply nothing = world.get("/elsewhere");
        assertThat(Stream.of(
                        right.replace(verify, verify.substring(1)),
                        right.replace("subscribe", "unsubscribe"),
                        right.replace("1158201444", "%3Cscript%3E"),
                        right.replace("1158201444", "1".repeat(129)),
                        right + "&hub.verify_token=" + verify,
                        right.replace("/hooks/whatsapp", "/hooks/front-door"),
                        right.replace("/hooks/whatsapp", "/hooks/none"),
                        "/hooks/whatsapp"))
                .allSatisfy(target -> assertThat(world.get(target)).as(target).isEqualTo(nothing));
        String body = "{\"object\":\"whatsapp_business_account\"}";
        assertThat(world.post("/hooks/whatsapp", body, signed("an-app-secret-of-metas", body))
                        .status())
                .isEqualTo(200);
        assertThat(world.gateway.came.element().principal()).isEqualTo("hook:meta:whatsapp");
    }

    @Test
    void saysWhatBecameOfACall() {
        String token = world.bearer("front-door");
        world.gateway.taken = "unreadable";
        Raw.Reply unreadable = world.post("/hooks/front-door", "?", bearing(token));
        world.gateway.taken = "later";
        Raw.Reply later = world.post("/hooks/front-door", "?", bearing(token));
        world.gateway.close();
        Raw.Reply gone = world.post("/hooks/front-door", "?", bearing(token));

        assertThat(unreadable.status()).isEqualTo(400);
        assertThat(later.status()).isEqualTo(503);
        assertThat(later.header("retry-after")).isEqualTo("10");
        assertThat(gone.status()).isEqualTo(503);
    }

    @Test
    void theSameDeliveryHasTheSameNameAndOthersHaveTheirOwn() {
        String token = world.bearer("front-door");
        world.post("/hooks/front-door", "", bearing(token), "X-GitHub-Delivery: 72d3162e-cc78-11e3-81ab-4c9367dc0958");
        world.post("/hooks/front-door", "", bearing(token), "Idempotency-Key: \"a b/c\"");
        world.post("/hooks/front-door", "", bearing(token), "Idempotency-Key: \"a b/c\"");
        world.post("/hooks/front-door", "", bearing(token));
        world.post("/hooks/front-door", "", bearing(token));

        List<String> ids =
                world.gateway.came.stream().map(came -> came.call().id()).toList();
        assertThat(ids).allSatisfy(id -> assertThat(id).matches("[A-Za-z0-9._-]{1,64}"));
        assertThat(ids.getFirst()).isEqualTo("72d3162e-cc78-11e3-81ab-4c9367dc0958");
        assertThat(ids.get(1)).isEqualTo(ids.get(2));
        assertThat(ids.get(3)).isNotEqualTo(ids.get(4));
    }

    @Test
    void keepsNoSecretInClear() throws IOException {
        String token = world.bearer("front-door");
        String made = world.make("forge", "hmac", "").text("secret");
        String verify = world.make("whatsapp", "meta", "an-app-secret-of-metas").text("verify");

        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(world.house.folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }

        assertThat(all.toString()).contains("front-door").doesNotContain(token, made, verify, "an-app-secret-of-metas");
        assertThat(world.house.host.ask("hook.list", JsonObject.EMPTY).toString())
                .contains("/hooks/front-door")
                .doesNotContain(token, made, verify, "an-app-secret-of-metas");
    }

    @Test
    void refusesNamesAndSecretsThatAreNone() {
        world.bearer("front-door");
        assertThat(Stream.of("front-door", "", "-a", "A", "a/b", "a.b", "a".repeat(33)))
                .allSatisfy(name -> assertThatThrownBy(() -> world.bearer(name)).isInstanceOf(ContractException.class));
        assertThatThrownBy(() -> world.make("a", "hmac", "short")).hasMessageContaining("16 to 256");
        assertThatThrownBy(() -> world.make("a", "meta", "")).hasMessageContaining("app's secret");
        assertThatThrownBy(() -> world.make("a", "bearer", "a-token-that-i-made-up"))
                .hasMessageContaining("made here");
        assertThatThrownBy(() -> world.make("a", "open", "")).hasMessageContaining("bearer, hmac or meta");
    }
}
