package moltbot.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SignInTest {
    private House house;

    @BeforeEach
    void open() throws IOException {
        house = new House();
        house.guardian.beat();
    }

    @AfterEach
    void close() throws IOException {
        house.close();
    }

    @Test
    void codeMakesTheOwnerWhoReachesThePanel() {
        assertThat(house.get("/auth/state").body()).startsWith("{\"claimed\":false,");

        Raw.Reply claimed = house.claim(house.code(), House.PASSWORD);

        assertThat(claimed.status()).isEqualTo(200);
        assertThat(house.get("/auth/state").body()).startsWith("{\"claimed\":true,");
        assertThat(house.get("/").body()).isEqualTo("got 0");
        assertThat(house.state().flag("claimed")).isTrue();
    }

    @Test
    void cookieIsBoundToThisOriginAndOutOfReachOfScripts() {
        String cookie = house.claim(house.code(), House.PASSWORD).header("set-cookie");
        assertThat(cookie)
                .startsWith("__Host-sign-in=")
                .contains("; Path=/")
                .contains("; Secure")
                .contains("; HttpOnly")
                .contains("; SameSite=Strict")
                .doesNotContain("Domain");
    }

    @Test
    void strangersAreSentToSignInAndScriptsAreTold() {
        Raw.Reply page = Raw.ask(house.port, house.request("GET", "/", "Accept: text/html\r\n"));
        assertThat(page.status()).isEqualTo(303);
        assertThat(page.header("location")).isEqualTo("/sign-in");

        Raw.Reply api = house.get("/api/overview");
        assertThat(api.status()).isEqualTo(401);
        assertThat(api.body()).contains("\"reason\":\"sign-in\"");
        assertThat(house.control.seen).isEmpty();
    }

    @Test
    void guesserOfCodesHasToWaitAndTheCodeStaysGood() {
        house.code();
        for (int i = 0; i < 5; i++) {
            assertThat(house.claim("AAAA-AAAA-AAAA", House.PASSWORD).status()).isEqualTo(401);
        }
        Raw.Reply next = house.claim(house.code(), House.PASSWORD);
        assertThat(next.status()).isEqualTo(429);
        assertThat(next.header("retry-after")).isNotEmpty();
        assertThat(next.body())
                .contains("too-many-tries")
                .contains("not used up")
                .doesNotContainIgnoringCase("moltbot");
        assertThat(house.state().flag("claimed")).isFalse();
    }

    private int tryAsAStranger(String path, String secret) {
        String body =
                JsonObject.with("code", secret).with("password", secret).build().toString();
        String headers = "Origin: http://127.0.0.1:" + house.port
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length();
        return Raw.ask(
                        house.port,
                        "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + house.port + "\r\n" + headers + "\r\n\r\n"
                                + body)
                .status();
    }

    @Test
    void aStrangersWrongCodesDoNotVoidTheOwners() {
        house.claim(house.code(), House.PASSWORD);
        String code = house.code();
        for (int i = 0; i < 20; i++) {
            assertThat(tryAsAStranger("/auth/claim", "AKZV-QX2R-M7TW")).isEqualTo(i < 5 ? 401 : 429);
        }
        house.cookie = "";
        assertThat(house.claim(code, "another password").status()).isEqualTo(200);
    }

    @Test
    void aStrangerCannotUseUpTheOwnersTries() {
        house.claim(house.code(), House.PASSWORD);
        for (int i = 0; i < 20; i++) {
            assertThat(tryAsAStranger("/auth/sign-in", "wrong wrong wrong")).isEqualTo(i < 5 ? 401 : 429);
        }
        house.cookie = "";
        assertThat(house.signIn(House.PASSWORD).status())
                .as("the owner's browser")
                .isEqualTo(200);
        assertThat(tryAsAStranger("/auth/sign-in", House.PASSWORD))
                .as("any other")
                .isEqualTo(429);
    }

    @Test
    void knownBrowserHasTriesOfItsOwnAndNothingElse() {
        house.claim(house.code(), House.PASSWORD);
        assertThat(house.device).startsWith("__Host-sign-in-device=");
        String before = house.device;
        house.cookie = "";
        assertThat(house.get("/").status()).isEqualTo(401);
        assertThat(house.get("/auth/session").status()).isEqualTo(401);
        assertThat(house.signIn(House.PASSWORD).status()).isEqualTo(200);
        assertThat(house.device).as("kept, and with it what was counted").isEqualTo(before);

        house.cookie = "";
        house.device = before.substring(0, before.length() - 4) + "AAAA";
        for (int i = 0; i < 5; i++) {
            assertThat(tryAsAStranger("/auth/sign-in", "wrong wrong wrong")).isEqualTo(401);
        }
        assertThat(house.signIn(House.PASSWORD).status())
                .as("a forged one is a stranger's")
                .isEqualTo(429);
    }

    @Test
    void unfitPasswordDoesNotUseUpTheCode() {
        String code = house.code();
        assertThat(house.claim(code, "short").status()).isEqualTo(422);
        assertThat(house.claim(code, "1234567890").body()).contains("among the first that are tried");
        assertThat(house.claim(code, House.PASSWORD).status()).isEqualTo(200);
        assertThat(house.claim(code, House.PASSWORD).status()).isEqualTo(401);
    }

    @Test
    void recoveryCodeSetsANewPasswordAndEndsOtherSignIns() {
        house.claim(house.code(), House.PASSWORD);
        String before = house.cookie;
        assertThat(house.claim(house.code(), "another password").status()).isEqualTo(200);
        house.cookie = before;
        assertThat(house.get("/").status()).isEqualTo(401);
        assertThat(house.signIn(House.PASSWORD).status()).isEqualTo(401);
        assertThat(house.signIn("another password").status()).isEqualTo(200);
    }

    @Test
    void guesserHasToWait() {
        house.claim(house.code(), House.PASSWORD);
        for (int i = 0; i < 5; i++) {
            assertThat(house.signIn("wrong wrong wrong").status()).isEqualTo(401);
        }
        Raw.Reply next = house.signIn(House.PASSWORD);
        assertThat(next.status()).isEqualTo(429);
        assertThat(next.header("retry-after")).isNotEmpty();
    }

    @Test
    void signInSurvivesARestartAndSignOutEndsIt() throws IOException {
        house.claim(house.code(), House.PASSWORD);
        house.guardian.die();
        house.stop();
        house.start();
        house.guardian.beat();
        assertThat(house.get("/").status()).isEqualTo(200);

        assertThat(house.post("/auth/sign-out", "").status()).isEqualTo(200);
        assertThat(house.get("/").status()).isEqualTo(401);
    }

    @Test
    void tokenAndPasswordAreNotOnTheDisk() throws IOException {
        house.claim(house.code(), House.PASSWORD);
        String token = house.cookie.substring(house.cookie.indexOf('=') + 1);
        for (String file : new String[] {"owner.json", "sessions.json"}) {
            String kept = Files.readString(house.boot.data().resolve(file));
            assertThat(kept).doesNotContain(token).doesNotContain(House.PASSWORD);
        }
    }

    @Test
    void insecureCookieIsAChoiceThatShows() throws IOException {
        JsonObject settings = JsonObject.with("insecureLocalhostCookie", true).build();
        try (House other = new House(settings)) {
            other.guardian.beat();
            String cookie = other.claim(other.code(), House.PASSWORD).header("set-cookie");
            assertThat(cookie).startsWith("sign-in-localhost=").doesNotContain("Secure");
            assertThat(other.get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void signInPageNamesNoProductAndRunsNoForeignScript() {
        Raw.Reply page = house.get("/sign-in");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("<title>Sign in</title>");
        assertThat(page.body()).doesNotContainIgnoringCase("moltbot");
        assertThat(page.header("content-security-policy"))
                .contains("default-src 'none'")
                .contains("frame-ancestors 'none'")
                .contains("require-trusted-types-for 'script'");
        assertThat(page.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(page.header("server")).isEmpty();
        assertThat(page.header("set-cookie")).isEmpty();
    }
}
