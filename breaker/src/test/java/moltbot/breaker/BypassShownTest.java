package moltbot.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who is told that a check is bypassed, on the breaker's own pages. A listed proxy at 127.0.0.9 brings strangers.
final class BypassShownTest {
    private static final String PUBLIC = "home.example";
    private static final JsonObject BYPASS = JsonObject.with("check", "S2")
            .with("subject", "")
            .with("reason", "The <b>backup</b> runs as another.")
            .with("until", "2031-01-02T03:04:05Z")
            .build();

    private House house;

    @BeforeEach
    void open() throws IOException {
        house = new House(JsonObject.with("trustedProxies", JsonArray.ofTexts(List.of("127.0.0.9")))
                        .with("allowedAddresses", JsonArray.ofTexts(List.of("127.0.0.1", "203.0.113.0/24")))
                        .with("publicOrigin", "https://" + PUBLIC)
                        .build())
                .ready();
    }

    @AfterEach
    void close() throws IOException {
        house.close();
    }

    private void bypass() {
        house.guardian.report(
                JsonObject.with("bypasses", JsonArray.of(List.of(BYPASS))).build());
    }

    /// Without a lease: nothing is let through, and whoever is signed in stays so.
    private void block() {
        house.guardian.die();
        House.await("it is blocked", () -> house.state().text("state").equals("OPEN"));
    }

    private String here(String cookie) {
        return Raw.ask(
                        house.port,
                        "GET / HTTP/1.1\r\nHost: 127.0.0.1:" + house.port + "\r\nAccept: text/html\r\n" + cookie
                                + "\r\n")
                .body();
    }

    private Raw.Reply elsewhere(String cookie) {
        try (Raw raw = new Raw(house.port, "127.0.0.9")) {
            return raw.send("GET / HTTP/1.1\r\nHost: " + PUBLIC + "\r\nAccept: text/html\r\n"
                            + "X-Forwarded-For: 203.0.113.7\r\nX-Forwarded-Proto: https\r\n" + cookie + "\r\n")
                    .reply();
        }
    }

    @Test
    void theOwnerSeesItOnTheBlockedPageWhereverTheyAre() {
        bypass();
        block();
        String cookie = "Cookie: " + house.cookie + "\r\n";
        for (String page : List.of(here(cookie), elsewhere(cookie).body())) {
            assertThat(page)
                    .contains("Check S2 is bypassed")
                    .contains("until 2031-01-02 03:04:05 UTC")
                    .contains("The &lt;b&gt;backup&lt;/b&gt; runs as another.");
        }
    }

    @Test
    void aStrangerIsTheSameWhetherChecksAreBypassedOrNot() {
        block();
        String before = elsewhere("").body();
        bypass();
        assertThat(elsewhere("").body()).isEqualTo(before).doesNotContain("ypass");
    }

    @Test
    void thisMachinesBrowserIsToldThatThereAreSomeAndNotWhich() {
        bypass();
        block();
        assertThat(here(""))
                .contains("One check is bypassed")
                .doesNotContain("S2")
                .doesNotContain("backup");
    }

    @Test
    void theOwnerSeesItWhereTheyAreTooFast() {
        bypass();
        String cookie = "Cookie: " + house.cookie + "\r\n";
        String page = "";
        for (int i = 0; i < 80 && !page.contains("A little too fast"); i++) {
            page = here(cookie);
        }
        assertThat(page)
                .contains("Nothing was lost")
                .contains("asks again by itself in 5 seconds")
                .contains("Check S2 is bypassed");
    }
}
