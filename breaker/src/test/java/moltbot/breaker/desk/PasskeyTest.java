package moltbot.breaker.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import moltbot.breaker.House;
import moltbot.breaker.Raw;
import moltbot.breaker.passkey.SoftAuthenticator;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Passkeys on the wire, by an authenticator that can be bent. The house is reached as `localhost`, for they need a
/// name.
final class PasskeyTest {
    private House house;
    private String cookie = "";
    private String csrf = "";
    private SoftAuthenticator passkey;

    @BeforeEach
    void open() throws Exception {
        house = new House(JsonObject.with("dwellSeconds", 0).build());
        house.guardian.beat();
        passkey = new SoftAuthenticator("ES256", origin());
    }

    @AfterEach
    void close() throws IOException {
        house.close();
    }

    private String origin() {
        return "http://localhost:" + house.port;
    }

    private Raw.Reply ask(String method, String target, JsonObject body) {
        String text = method.equals("GET") ? "" : body.toString();
        return Raw.ask(
                house.port,
                method + " " + target + " HTTP/1.1\r\nHost: localhost:" + house.port + "\r\nOrigin: " + origin()
                        + "\r\nContent-Type: application/json\r\nx-csrf: " + csrf + "\r\n"
                        + (cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\n") + "Content-Length: " + text.length()
                        + "\r\n\r\n" + text);
    }

    private Raw.Reply post(String target, JsonObject body) {
        return ask("POST", target, body);
    }

    private Raw.Reply entered(Raw.Reply reply) {
        if (reply.status() == 200 && !reply.header("set-cookie").isEmpty()) {
            cookie = reply.header("set-cookie").split(";", -1)[0];
            csrf = JsonObject.parse(
                            ask("GET", "/auth/session", JsonObject.EMPTY).body())
                    .text("csrf");
        }
        return reply;
    }

    private String challenge(String purpose) {
        Raw.Reply reply =
                post("/auth/challenge", JsonObject.with("for", purpose).build());
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(JsonObject.parse(reply.body()).text("rpId")).isEqualTo("localhost");
        return JsonObject.parse(reply.body()).text("challenge");
    }

    private Raw.Reply claim(JsonObject credential) {
        return entered(post(
                "/auth/claim",
                JsonObject.with("code", house.code())
                        .with("name", "Laptop")
                        .with("passkey", credential)
                        .build()));
    }

    private Raw.Reply claimed() {
        return claim(passkey.create(challenge("claim")));
    }

    private Raw.Reply signIn(JsonObject credential) {
        cookie = "";
        return entered(
                post("/auth/sign-in", JsonObject.with("passkey", credential).build()));
    }

    private Raw.Reply signIn() throws Exception {
        passkey.counter++;
        return signIn(passkey.sign(challenge("sign-in")));
    }

    private void assertRefused(Raw.Reply reply, String reason) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(401);
        assertThat(reply.body()).contains("\"reason\":\"" + reason + "\"");
        assertThat(reply.header("set-cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "EdDSA", "RS256"})
    void makesTheOwnerAndSignsInWithoutAPassword(String algorithm) throws Exception {
        passkey = new SoftAuthenticator(algorithm, origin());
        Raw.Reply claimed = claimed();
        assertThat(claimed.status()).as(claimed.body()).isEqualTo(200);
        assertThat(JsonObject.parse(claimed.body()).list("recovery").texts()).hasSize(10);
        assertThat(ask("GET", "/auth/state", JsonObject.EMPTY).body())
                .isEqualTo("{\"claimed\":true,\"named\":true,\"passkey\":true,\"password\":false}");
        assertThat(signIn().status()).isEqualTo(200);
        assertThat(ask("GET", "/auth/factors", JsonObject.EMPTY).body()).contains("\"by\":\"passkey\"");
    }

    @Test
    void anAnswerIsGoodOnce() throws Exception {
        claimed();
        JsonObject signed = passkey.sign(challenge("sign-in"));
        assertThat(signIn(signed).status()).isEqualTo(200);
        assertRefused(signIn(signed), "wrong-passkey");
    }

    @Test
    void aChallengeIsForOnePurposeAndAShortTimeAndThisHouseOnly() throws Exception {
        claimed();
        passkey.counter = 1;
        assertRefused(signIn(passkey.sign(challenge("claim"))), "wrong-passkey");
        assertRefused(signIn(passkey.sign("bm90IG9uZSBvZiBvdXJz")), "wrong-passkey");
        String before = challenge("sign-in");
        house.guardian.die();
        house.stop();
        house.start();
        house.guardian.beat();
        assertRefused(signIn(passkey.sign(before)), "wrong-passkey");
        assertThat(signIn().status()).isEqualTo(200);
    }

    @Test
    void aChallengeEndsWithATrip() throws Exception {
        String codes = claimed().body();
        String before = challenge("sign-in");
        String id = house.guardian.trip("L2").text("id");
        house.guardian.lease();
        house.guardian.lease();
        house.host.ask(
                "breaker.reset",
                JsonObject.with("id", id)
                        .with(
                                "factor",
                                JsonObject.parse(codes).list("recovery").texts().getFirst())
                        .build());
        house.guardian.lease();
        passkey.counter = 1;
        assertRefused(signIn(passkey.sign(before)), "wrong-passkey");
        assertThat(signIn().status()).isEqualTo(200);
    }

    private void assertBentIsRefused(Consumer<SoftAuthenticator> bend) throws Exception {
        SoftAuthenticator bent = new SoftAuthenticator("ES256", origin());
        bend.accept(bent);
        assertThat(claim(bent.create(challenge("claim"))).status()).isEqualTo(403);
        assertThat(house.state().flag("claimed")).isFalse();
        claimed();
        passkey.counter = 1;
        bend.accept(passkey);
        assertRefused(signIn(passkey.sign(challenge("sign-in"))), "wrong-passkey");
    }

    @Test
    void anotherOriginIsRefused() throws Exception {
        assertBentIsRefused(one -> one.origin = "http://localhost:1");
    }

    @Test
    void anotherSitesOriginIsRefused() throws Exception {
        assertBentIsRefused(one -> one.origin = "http://localhost.evil.example:" + house.port);
    }

    @Test
    void anotherHostNameIsRefused() throws Exception {
        assertBentIsRefused(one -> one.rpId = "evil.example");
    }

    @Test
    void whoWasNotVerifiedIsRefused() throws Exception {
        assertBentIsRefused(SoftAuthenticator::withoutVerification);
    }

    @Test
    void aCounterThatStandsStillIsACopy() throws Exception {
        passkey.counter = 5;
        claimed();
        assertThat(signIn().status()).isEqualTo(200);
        assertRefused(signIn(passkey.sign(challenge("sign-in"))), "cloned-passkey");
        passkey.counter = 3;
        assertRefused(signIn(passkey.sign(challenge("sign-in"))), "cloned-passkey");
        passkey.counter = 0;
        assertRefused(signIn(passkey.sign(challenge("sign-in"))), "cloned-passkey");
        passkey.counter = 9;
        assertThat(signIn().status()).isEqualTo(200);
    }

    @Test
    void anothersKeyIsRefused() throws Exception {
        claimed();
        SoftAuthenticator other = new SoftAuthenticator("ES256", origin());
        assertRefused(signIn(other.sign(challenge("sign-in"))), "wrong-passkey");
        JsonObject forged = other.sign(challenge("sign-in")).toBuilder()
                .with("id", passkey.id())
                .build();
        assertRefused(signIn(forged), "wrong-passkey");
    }

    @Test
    void stepsUpInItsOwnSignInOnly() throws Exception {
        claimed();
        house.pass(Duration.ofMinutes(6));
        JsonObject nothing = JsonObject.EMPTY;
        assertThat(post("/auth/recovery", nothing).status()).isEqualTo(403);
        String ours = challenge("step-up");
        String mine = cookie;
        String myToken = csrf;
        assertThat(signIn().status()).isEqualTo(200);
        passkey.counter++;
        JsonObject signed = passkey.sign(ours);
        assertRefused(post("/auth/step-up", JsonObject.with("passkey", signed).build()), "wrong-passkey");
        cookie = mine;
        csrf = myToken;
        assertThat(post("/auth/step-up", JsonObject.with("passkey", signed).build())
                        .status())
                .isEqualTo(200);
        assertThat(post("/auth/recovery", nothing).status()).isEqualTo(200);
    }

    @Test
    void theLastWayInCannotBeRemoved() throws Exception {
        claimed();
        SoftAuthenticator second = new SoftAuthenticator("EdDSA", origin());
        JsonObject add = JsonObject.with("name", "Phone")
                .with("passkey", second.create(challenge("add")))
                .build();
        assertThat(post("/auth/passkeys/add", add).status()).isEqualTo(200);
        assertThat(post("/auth/passkeys/add", add).status()).as("again").isEqualTo(403);
        JsonObject first = JsonObject.with("id", passkey.id()).build();
        assertThat(post("/auth/passkeys/remove", first).status()).isEqualTo(200);
        assertRefused(signIn(), "wrong-passkey");
        assertThat(signIn(second.sign(challenge("sign-in"))).status()).isEqualTo(200);
        JsonObject last = JsonObject.with("id", second.id()).build();
        assertThat(post("/auth/passkeys/remove", last).body()).contains("last-factor");
    }

    @Test
    void guessersHaveToWait() throws Exception {
        claimed();
        SoftAuthenticator other = new SoftAuthenticator("ES256", origin());
        for (int i = 0; i < 10; i++) {
            assertRefused(signIn(other.sign(challenge("sign-in"))), "wrong-passkey");
        }
        assertThat(signIn(other.sign(challenge("sign-in"))).status()).isEqualTo(429);
    }

    @Test
    void anAddressWithoutANameHasNoPasskeys() {
        assertThat(house.get("/auth/state").body()).contains("\"named\":false");
        Raw.Reply reply = house.post("/auth/challenge", "{\"for\":\"sign-in\"}");
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body()).contains("no-passkey-here");
    }
}
