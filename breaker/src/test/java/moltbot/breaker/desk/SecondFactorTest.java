package moltbot.breaker.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import moltbot.breaker.House;
import moltbot.breaker.Raw;
import moltbot.breaker.factor.Totp;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The authenticator app, recovery codes, and the second key of a reset.
final class SecondFactorTest {
    private House house;
    private String secret = "";
    private Duration ahead = Duration.ZERO;

    @BeforeEach
    void open() throws IOException {
        house = new House(JsonObject.with("dwellSeconds", 0).build()).ready();
    }

    @AfterEach
    void close() throws IOException {
        house.close();
    }

    /// The next code of the app that was not used yet.
    private String nextCode() {
        house.pass(Duration.ofSeconds(30));
        ahead = ahead.plusSeconds(30);
        return Totp.at(secret, Instant.now().plus(ahead).getEpochSecond());
    }

    private List<String> enrol() {
        JsonObject begun = JsonObject.parse(house.post("/auth/app/begin", "{}").body());
        secret = begun.text("secret");
        assertThat(begun.text("uri")).startsWith("otpauth://totp/").contains("secret=" + secret);
        assertThat(begun.object("qr").text("path")).startsWith("M0 0h1v1h-1z");
        Raw.Reply enrolled = house.post(
                "/auth/app/enrol",
                JsonObject.with("secret", secret)
                        .with("code", nextCode())
                        .build()
                        .toString());
        assertThat(enrolled.status()).isEqualTo(200);
        return JsonObject.parse(enrolled.body()).list("recovery").texts();
    }

    private Raw.Reply signIn(String code) {
        house.cookie = "";
        JsonObject body =
                JsonObject.with("password", House.PASSWORD).with("code", code).build();
        return house.post("/auth/sign-in", body.toString());
    }

    private void assertDenied(Raw.Reply reply, int status, String reason) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.body()).contains("\"reason\":\"" + reason + "\"").doesNotContainIgnoringCase("moltbot");
        assertThat(reply.header("set-cookie")).isEmpty();
    }

    @Test
    void wrongFirstCodeEnrolsNothing() {
        JsonObject body =
                JsonObject.with("secret", "A".repeat(32)).with("code", "000000").build();
        assertThat(house.post("/auth/app/enrol", body.toString()).status()).isEqualTo(403);
        assertThat(signIn("").status()).isEqualTo(200);
    }

    @Test
    void passwordAloneIsNotEnoughOnceAnAppIsEnrolled() {
        enrol();
        assertDenied(signIn(""), 401, "code-needed");
        assertDenied(signIn("000000"), 401, "wrong-second");
        assertThat(signIn(nextCode()).status()).isEqualTo(200);
    }

    @Test
    void aCodeOfTheAppIsGoodOnce() throws IOException {
        enrol();
        String code = nextCode();
        assertThat(signIn(code).status()).isEqualTo(200);
        assertDenied(signIn(code), 401, "wrong-second");
        house.guardian.die();
        house.stop();
        house.start();
        house.guardian.beat();
        assertDenied(signIn(code), 401, "wrong-second");
        assertThat(signIn(nextCode()).status()).isEqualTo(200);
    }

    @Test
    void guesserOfTheAppsCodesHasToWaitThoughThePasswordIsKnown() {
        enrol();
        for (int i = 0; i < 5; i++) {
            assertDenied(signIn("00000" + i), 401, "wrong-second");
        }
        assertDenied(signIn(nextCode()), 429, "too-many-tries");
    }

    @Test
    void aRecoveryCodeIsGoodOnceInsteadOfTheApp() {
        List<String> codes = enrol();
        assertThat(codes).hasSize(10).doesNotHaveDuplicates();
        assertThat(signIn(codes.getFirst().toLowerCase(java.util.Locale.ROOT)).status())
                .isEqualTo(200);
        assertDenied(signIn(codes.getFirst()), 401, "wrong-second");
        assertThat(signIn(codes.getLast()).status()).isEqualTo(200);
    }

    @Test
    void newRecoveryCodesVoidThoseOfBefore() {
        List<String> before = enrol();
        List<String> fresh = JsonObject.parse(house.post("/auth/recovery", "{}").body())
                .list("recovery")
                .texts();
        assertDenied(signIn(before.getFirst()), 401, "wrong-second");
        assertThat(signIn(fresh.getFirst()).status()).isEqualTo(200);
    }

    @Test
    void neitherTheAppsSecretNorARecoveryCodeIsOnTheDiskInClear() throws IOException {
        List<String> codes = enrol();
        String kept = Files.readString(house.boot.data().resolve("owner.json"));
        assertThat(kept).contains("\"app\":").doesNotContain(secret).doesNotContain(codes.getFirst());
        assertThat(Files.getPosixFilePermissions(house.boot.data().resolve("factor.key")))
                .hasSize(2);
    }

    @Test
    void theHostsCodeIsTheLastResortAndTakesEveryFactorAway() {
        enrol();
        house.cookie = "";
        assertThat(house.claim(house.code(), "another password").status()).isEqualTo(200);
        house.cookie = "";
        assertThat(house.signIn("another password").status()).isEqualTo(200);
    }

    private JsonObject reset(String id, String factor) {
        house.guardian.lease();
        house.guardian.lease();
        return house.host.ask(
                "breaker.reset",
                JsonObject.with("id", id).with("factor", factor).build());
    }

    private void assertResetDenied(String id, String factor, String reason) {
        assertThatThrownBy(() -> reset(id, factor))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo(reason));
        assertThat(house.state().text("state")).isEqualTo("OPEN");
    }

    @Test
    void resetWantsThePasswordWhereThereIsNoApp() {
        assertThat(house.state().text("resetWants")).isEqualTo("password");
        String id = house.guardian.trip("L2").text("id");
        assertResetDenied(id, "", "code-needed");
        assertResetDenied(id, "wrong wrong wrong", "wrong-password");
        assertThat(house.guardian.report(JsonObject.EMPTY).has("reset")).isFalse();
        assertThat(reset(id, House.PASSWORD).text("state")).isEqualTo("HALF_OPEN");
        assertThat(house.guardian.report(JsonObject.EMPTY).object("reset"))
                .as("the guardian tells the owner who reset it")
                .isEqualTo(JsonObject.with("trip", id)
                        .with("check", "L2")
                        .with("by", "password")
                        .build());
    }

    @Test
    void resetWantsTheAppsCodeWhereThereIsOneAndThePasswordIsNotEnough() {
        List<String> codes = enrol();
        assertThat(house.state().text("resetWants")).isEqualTo("app");
        String id = house.guardian.trip("L2").text("id");
        assertResetDenied(id, House.PASSWORD, "wrong-second");
        String code = nextCode();
        assertThat(reset(id, code).text("state")).isEqualTo("HALF_OPEN");

        String again = house.guardian.trip("L2").text("id");
        assertResetDenied(again, code, "wrong-second");
        assertThat(reset(again, codes.getFirst()).text("state")).isEqualTo("HALF_OPEN");
    }

    @Test
    void guesserAtTheHostHasToWaitToo() {
        String id = house.guardian.trip("L2").text("id");
        for (int i = 0; i < 5; i++) {
            assertResetDenied(id, "wrong wrong wrong", "wrong-password");
        }
        assertResetDenied(id, House.PASSWORD, "too-many-tries");
    }

    @Test
    void aResetThatIsRefusedForAnotherReasonUsesNoCodeUp() {
        enrol();
        String id = house.guardian.trip("L2").text("id");
        String code = nextCode();
        assertResetDenied("other", code, "wrong-trip");
        assertThat(reset(id, code).text("state")).isEqualTo("HALF_OPEN");
    }
}
