package moltbot.breaker.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import moltbot.breaker.House;
import moltbot.breaker.Raw;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Sign-ins that are listed and ended, and proofs that become too old.
final class StepUpTest {
    private static final List<String> SENSITIVE = List.of(
            "/api/approvals/a",
            "/api/approvals/a/approve",
            "/api/approvals/deny",
            "/api/approvals/deny/approve",
            "/api/approvals/a/deny/approve",
            "/api/secrets/x",
            "/api/pairing/x",
            "/api/pairing/signal/link",
            "/api/pairing/leave",
            "/api/policy",
            "/auth/password",
            "/auth/app/begin",
            "/auth/app/remove",
            "/auth/recovery",
            "/auth/passkeys/add",
            "/auth/passkeys/remove",
            "/auth/tokens/make",
            "/auth/tokens/revoke");

    private House house;

    @BeforeEach
    void open() throws IOException {
        house = new House().ready();
    }

    @AfterEach
    void close() throws IOException {
        house.close();
    }

    private Raw.Reply stepUp(String password) {
        return house.post(
                "/auth/step-up", JsonObject.with("password", password).build().toString());
    }

    private List<JsonObject> signIns() {
        return JsonObject.parse(house.get("/auth/factors").body())
                .list("sessions")
                .objects();
    }

    @Test
    void whatIsAtStakeWantsAProofOfTheLastFiveMinutes() {
        assertThat(house.post("/api/approvals/a", "{}").status()).isEqualTo(200);
        house.pass(Duration.ofMinutes(5).plusSeconds(2));
        house.control.seen.clear();
        for (String target : SENSITIVE) {
            Raw.Reply reply = house.post(target, "{}");
            assertThat(reply.status()).as(target).isEqualTo(403);
            assertThat(reply.body()).as(target).contains("\"reason\":\"step-up\"");
        }
        assertThat(house.control.seen).isEmpty();
        assertThat(house.post("/api/sessions/s/messages", "{}").status()).isEqualTo(200);
        assertThat(house.get("/api/approvals/a").status()).isEqualTo(200);
    }

    @Test
    void sayingNoNeverWantsAProof() {
        house.pass(Duration.ofMinutes(6));
        assertThat(house.post("/api/approvals/a/approve", "{}").status()).isEqualTo(403);
        assertThat(house.post("/api/approvals/a/deny", "{}").status()).isEqualTo(200);
        assertThat(house.post("/api/pairing/signal/leave", "{}").status()).isEqualTo(200);
    }

    @Test
    void aFreshProofCountsForItsOwnSignInOnly() {
        String first = house.cookie;
        String firstToken = house.csrf;
        house.signIn(House.PASSWORD);
        house.pass(Duration.ofMinutes(6));
        assertThat(stepUp("wrong wrong wrong").status()).isEqualTo(401);
        assertThat(house.post("/api/approvals/a", "{}").status()).isEqualTo(403);

        assertThat(stepUp(House.PASSWORD).status()).isEqualTo(200);
        assertThat(house.post("/api/approvals/a", "{}").status()).isEqualTo(200);
        house.cookie = first;
        house.csrf = firstToken;
        assertThat(house.post("/api/approvals/a", "{}").status()).isEqualTo(403);
    }

    @Test
    void aProofDoesNotOutliveTheProcess() throws IOException {
        assertThat(house.post("/api/approvals/a", "{}").status()).isEqualTo(200);
        house.guardian.die();
        house.stop();
        house.start();
        house.guardian.beat();
        assertThat(house.get("/api/overview").status()).isEqualTo(200);
        assertThat(house.post("/api/approvals/a", "{}").status()).isEqualTo(403);
    }

    @Test
    void aGuesserOfStepUpsHasToWait() {
        for (int i = 0; i < 5; i++) {
            assertThat(stepUp("wrong wrong wrong").status()).isEqualTo(401);
        }
        assertThat(stepUp(House.PASSWORD).status()).isEqualTo(429);
    }

    @Test
    void listsEverySignInInOurOwnWords() {
        String body = JsonObject.with("password", House.PASSWORD).build().toString();
        Raw.ask(
                house.port,
                house.request(
                                "POST",
                                "/auth/sign-in",
                                "Origin: http://127.0.0.1:" + house.port
                                        + "\r\nContent-Type: application/json\r\nUser-Agent: <b>Firefox/150</b>"
                                        + " (X11; Linux)\r\nContent-Length: " + body.length() + "\r\n")
                        + body);
        List<JsonObject> all = signIns();
        assertThat(all).hasSize(2);
        assertThat(all.getFirst().text("browser")).isEqualTo("Firefox on Linux");
        assertThat(all.getFirst().text("by")).isEqualTo("password");
        assertThat(all.getFirst().flag("current")).isFalse();
        assertThat(all.getLast().text("by")).isEqualTo("host-code");
        assertThat(all.getLast().flag("current")).isTrue();
        assertThat(all.toString()).doesNotContain(house.cookie.substring(house.cookie.indexOf('=') + 1));
    }

    @Test
    void endsOneOrAllOthersAndTheirStreamsAtOnce() {
        String first = house.cookie;
        house.signIn(House.PASSWORD);
        String second = house.cookie;
        try (Raw raw = new Raw(house.port)) {
            house.cookie = first;
            raw.send(house.request("GET", "/api/events", "Accept: text/event-stream\r\n"));
            assertThat(raw.head().status()).isEqualTo(200);
            assertThat(raw.chunk()).isEqualTo("data: one\n\n");

            house.cookie = second;
            String other = signIns().stream()
                    .filter(one -> !one.flag("current"))
                    .findFirst()
                    .orElseThrow()
                    .text("id");
            String end = JsonObject.with("id", other).build().toString();
            assertThat(house.post("/auth/sessions/end", end).status()).isEqualTo(200);
            assertThat(raw.chunk()).isNull();
            assertThat(house.post("/auth/sessions/end", end).status()).isEqualTo(404);
        }
        house.signIn(House.PASSWORD);
        house.signIn(House.PASSWORD);
        assertThat(house.post("/auth/sessions/end", "{\"others\":true}").body()).isEqualTo("{\"ended\":2}");
        assertThat(signIns()).hasSize(1);
        assertThat(house.get("/api/overview").status()).isEqualTo(200);
        house.cookie = second;
        assertThat(house.get("/api/overview").status()).isEqualTo(401);
    }

    @Test
    void aNewPasswordEndsEveryOtherSignIn() {
        String first = house.cookie;
        house.signIn(House.PASSWORD);
        assertThat(house.post("/auth/password", "{\"password\":\"another horse battery\"}")
                        .body())
                .contains("\"ended\":1");
        assertThat(house.get("/api/overview").status()).isEqualTo(200);
        house.cookie = first;
        assertThat(house.get("/api/overview").status()).isEqualTo(401);
    }

    @Test
    void aSignInIsAlwaysNewWhateverTheBrowserBrings() {
        String planted = "__Host-sign-in=" + "A".repeat(43);
        house.cookie = planted;
        assertThat(house.signIn(House.PASSWORD).status()).isEqualTo(200);
        assertThat(house.cookie).isNotEqualTo(planted);
        house.cookie = planted;
        assertThat(house.get("/api/overview").status()).isEqualTo(401);
    }

    @Test
    void stepUpFromAnotherSitesPageIsRefused() {
        String body = JsonObject.with("password", House.PASSWORD).build().toString();
        for (String headers : List.of(
                "Origin: http://evil.example\r\nx-csrf: " + house.csrf,
                "Origin: http://127.0.0.1:" + house.port + "\r\nx-csrf: none",
                "Origin: http://127.0.0.1:" + house.port + "\r\nSec-Fetch-Site: cross-site\r\nx-csrf: " + house.csrf)) {
            assertThat(Raw.ask(
                                    house.port,
                                    house.request(
                                                    "POST",
                                                    "/auth/step-up",
                                                    headers
                                                            + "\r\nContent-Type: application/json\r\nContent-Length: "
                                                            + body.length() + "\r\n")
                                            + body)
                            .status())
                    .isEqualTo(403);
        }
    }
}
