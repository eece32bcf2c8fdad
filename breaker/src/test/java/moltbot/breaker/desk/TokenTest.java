package moltbot.breaker.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import moltbot.breaker.House;
import moltbot.breaker.Raw;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Machines with tokens: what they may read, and what becomes of a token.
final class TokenTest {
    private House house;

    @BeforeEach
    void open() throws IOException {
        house = new House(JsonObject.with("dwellSeconds", 0).build()).ready();
    }

    @AfterEach
    void close() throws IOException {
        house.close();
    }

    private static String wanted(String name, String scope, long days) {
        return JsonObject.with("name", name)
                .with("scopes", JsonArray.ofTexts(List.of(scope)))
                .with("days", days)
                .build()
                .toString();
    }

    private String make(String scope) {
        Raw.Reply made = house.post("/auth/tokens/make", wanted(scope.replace(':', '-'), scope, 30));
        assertThat(made.status()).as(made.body()).isEqualTo(200);
        return JsonObject.parse(made.body()).text("token");
    }

    private Raw.Reply ask(String method, String target, String token, String more) {
        return Raw.ask(
                house.port,
                method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + house.port + "\r\nAuthorization: Bearer "
                        + token + "\r\n" + more + "\r\n");
    }

    private Raw.Reply get(String target, String token) {
        return ask("GET", target, token, "");
    }

    @Test
    void readsWhatItsScopeSaysAndNothingElse() {
        String status = make("status:read");
        String metrics = make("metrics:read");
        assertThat(status).matches("mb_[A-Za-z0-9_-]{43}");
        house.control.seen.clear();

        assertThat(get("/api/overview", status).status()).isEqualTo(200);
        assertThat(house.control.seen).hasSize(1);
        assertThat(get("/metrics", metrics).body())
                .contains("moltbot_breaker_state{state=\"closed\"} 1")
                .contains("moltbot_breaker_requests_total{class=\"2xx\"} ")
                .contains("moltbot_breaker_sessions 1\n")
                .contains("moltbot_breaker_lease_age_seconds ");

        house.control.seen.clear();
        for (String target : List.of("/", "/api/sessions", "/api/sessions/s/events", "/metrics", "/auth/factors")) {
            assertThat(get(target, status).status()).as(target).isIn(401, 403);
        }
        assertThat(get("/api/overview", metrics).body()).contains("\"reason\":\"scope\"");
        String origin = "Origin: http://127.0.0.1:" + house.port
                + "\r\nContent-Type: application/json\r\nContent-Length: 0\r\n";
        for (String target : List.of("/api/approvals/a", "/api/overview", "/auth/tokens/make", "/auth/sign-out")) {
            assertThat(ask("POST", target, status, origin).status()).as(target).isIn(401, 403);
        }
        assertThat(house.control.seen).isEmpty();
    }

    @Test
    void talksToTheAssistantByATokenForThatAndDoesNothingElse() {
        String chat = make("chat:use");
        String status = make("status:read");
        String json = "Content-Type: application/json\r\nContent-Length: 0\r\n";
        String completions = "/v1/chat/completions";
        house.control.seen.clear();

        assertThat(ask("POST", completions, chat, json).status()).isEqualTo(200);
        assertThat(get("/v1/models", chat).status()).isEqualTo(200);
        assertThat(house.control.seen).hasSize(2);
        house.control.seen.clear();
        assertThat(ask("POST", completions, status, json).body()).contains("\"reason\":\"scope\"");
        assertThat(ask("POST", completions, chat, "Origin: https://evil.example\r\n" + json)
                        .status())
                .isEqualTo(403);
        assertThat(ask("POST", completions, chat, "Sec-Fetch-Site: cross-site\r\n" + json)
                        .status())
                .isEqualTo(403);
        assertThat(ask("POST", completions, chat, "Content-Type: text/plain\r\nContent-Length: 0\r\n")
                        .status())
                .isEqualTo(403);
        for (String target : List.of("/api/approvals/a/approve", "/api/sessions/s/messages", "/api/memory")) {
            assertThat(ask("POST", target, chat, json).status()).as(target).isEqualTo(403);
        }
        assertThat(get("/api/overview", chat).status()).isEqualTo(403);
        assertThat(house.control.seen).isEmpty();
    }

    @Test
    void figuresAreTheOwnersTooAndNoStrangers() {
        assertThat(house.get("/metrics").body()).containsPattern("moltbot_breaker_epoch [0-9]+\n");
        house.cookie = "";
        assertThat(house.get("/metrics").status()).isEqualTo(401);
        house.cookie = "__Host-sign-in=x";
        assertThat(house.get("/metrics").status()).isEqualTo(401);
    }

    @Test
    void countsWhatWasRefusedAndWhy() {
        assertThat(house.signIn("wrong wrong wrong").status()).isEqualTo(401);
        assertThat(house.get("/metrics").body()).contains("moltbot_breaker_refused_total{reason=\"wrong-password\"} 1");
    }

    @Test
    void isNotOnTheDiskAndIsShownOnce() throws IOException {
        String token = make("status:read");
        assertThat(Files.readString(house.boot.data().resolve("tokens.json"))).doesNotContain(token);
        assertThat(house.get("/auth/factors").body()).contains("status-read").doesNotContain(token);
    }

    @Test
    void endsWhenItIsRevokedOrItsTimeIsOver() {
        String token = make("status:read");
        assertThat(house.post("/auth/tokens/revoke", "{\"id\":\"status-read\"}").status())
                .isEqualTo(200);
        assertThat(get("/api/overview", token).status()).isEqualTo(401);

        String other = make("metrics:read");
        house.pass(Duration.ofDays(30).minusMinutes(1));
        assertThat(get("/metrics", other).status()).isEqualTo(200);
        house.pass(Duration.ofMinutes(2));
        Raw.Reply late = get("/metrics", other);
        assertThat(late.status()).isEqualTo(401);
        assertThat(late.body()).contains("token-ended").contains("expired");
    }

    @Test
    void outlivesARestartAndEndsWithATrip() {
        String token = make("status:read");
        house.guardian.die();
        house.stop();
        house.start();
        house.guardian.beat();
        assertThat(get("/api/overview", token).status()).isEqualTo(200);

        String id = house.guardian.trip("L2").text("id");
        assertThat(get("/api/overview", token).status()).isEqualTo(503);
        house.guardian.lease();
        house.guardian.lease();
        house.host.ask(
                "breaker.reset",
                JsonObject.with("id", id).with("factor", House.PASSWORD).build());
        house.guardian.lease();
        assertThat(house.state().text("state")).isEqualTo("CLOSED");
        Raw.Reply after = get("/api/overview", token);
        assertThat(after.status()).isEqualTo(401);
        assertThat(after.body()).contains("token-ended").contains("tripped");
    }

    @Test
    void isRefusedInAnAddressAndBesideASignIn() {
        String token = make("status:read");
        house.control.seen.clear();
        assertThat(house.get("/api/overview?token=" + token).status()).isEqualTo(400);
        Raw.Reply both =
                Raw.ask(house.port, house.request("GET", "/api/overview", "Authorization: Bearer " + token + "\r\n"));
        assertThat(both.status()).isEqualTo(400);
        assertThat(both.body()).contains("two-credentials");
        assertThat(ask("GET", "/api/overview", token, "Authorization: Bearer " + token + "\r\n")
                        .status())
                .isEqualTo(400);
        assertThat(ask("GET", "/api/overview", token, "Origin: http://evil.example\r\n")
                        .status())
                .isEqualTo(403);
        assertThat(get("/api/overview", "mb_" + "A".repeat(43)).status()).isEqualTo(401);
        assertThat(house.control.seen).isEmpty();
    }

    @Test
    void guessersOfTokensAreLimitedOnThisMachineToo() {
        int refused = 0;
        for (int i = 0; i < 80; i++) {
            refused += get("/metrics", "mb_" + "B".repeat(43)).status() == 429 ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(10);
    }

    @Test
    void badWishesMakeNoToken() {
        for (String body : List.of(
                wanted("a", "status:write", 30),
                wanted("a", "status:read", 366),
                wanted("a", "status:read", 0),
                wanted("<b>", "status:read", 30),
                wanted("", "status:read", 30))) {
            assertThat(house.post("/auth/tokens/make", body).status()).as(body).isEqualTo(403);
        }
        make("status:read");
        assertThat(house.post("/auth/tokens/make", wanted("status-read", "status:read", 30))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theHostMakesListsAndRevokesThem() {
        JsonObject made = house.host.ask("token.make", JsonObject.parse(wanted("graphs", "metrics:read", 7)));
        assertThat(get("/metrics", made.text("token")).status()).isEqualTo(200);
        assertThat(house.host
                        .ask("token.list", JsonObject.EMPTY)
                        .list("tokens")
                        .objects()
                        .getFirst()
                        .text("name"))
                .isEqualTo("graphs");
        house.host.ask("token.revoke", JsonObject.with("name", "graphs").build());
        assertThat(get("/metrics", made.text("token")).status()).isEqualTo(401);
    }
}
