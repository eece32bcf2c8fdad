package moltbot.systemtest.owner;

import static moltbot.systemtest.owner.SecurityPage.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.Browser;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Other devices that are signed in, and what somebody sees who asks for too much.
class SignInsHouseTest {
    @TempDir
    Path folder;

    @Test
    void anotherDeviceIsListedAndSignedOutWithinASecond() throws Exception {
        try (TestHouse house = TestHouse.up(folder.resolve("data"), Map.of());
                Browser browser = new Browser();
                Browser other = new Browser()) {
            browser.claim(house, PASSWORD);
            Page lost = other.page();
            lost.navigate(house.url());
            SecurityPage.enterPassword(lost);
            lost.locator("textarea").waitFor();
            streams(other);
            AtomicBoolean cut = new AtomicBoolean();
            lost.onRequestFinished(request -> cut.compareAndSet(false, isStream(request)));
            lost.onRequestFailed(request -> cut.compareAndSet(false, isStream(request)));

            SecurityPage security = SecurityPage.open(browser.page());
            security.part("Signed in").getByText("with the password").waitFor();
            Look.pictures(browser.page(), "sign-ins");
            security.press("Signed in", "End");
            Duration out = Await.until("the other device's stream to be cut", Duration.ofSeconds(5), () -> {
                lost.waitForTimeout(1);
                return cut.get();
            });
            assertThat(out).isLessThan(Duration.ofSeconds(1));
            lost.waitForURL("**/sign-in");
            security.part("Signed in").getByText("with the password").waitFor(SecurityPage.gone());
            assertThat(browser.page().url()).doesNotContain("sign-in");
        }
    }

    @Test
    void whoAsksForTooMuchIsToldSoAndLosesNothing() throws Exception {
        try (TestHouse house = TestHouse.up(folder.resolve("data"), Map.of());
                Browser browser = new Browser()) {
            browser.claim(house, PASSWORD);
            Page page = browser.page();
            browser.say("Write a Python script that prints hello world and run it");
            browser.seenOutput("Hello, world!");

            useUp(page);
            browser.say("What is in the workspace?");
            page.locator(".bubble")
                    .getByText("What is in the workspace?")
                    .first()
                    .waitFor();
            page.locator("article.unsent").waitFor(SecurityPage.gone());

            useUp(page);
            page.navigate(house.url());
            browser.seen("A little too fast");
            assertThat(Look.pictures(page, "too-fast")).isEmpty();
            page.locator("textarea").waitFor();
            browser.seen("What is in the workspace?");
        }
    }

    /// The conversation of the page is being followed.
    private static void streams(Browser browser) {
        browser.say("Write a Python script that prints hello world and run it");
        browser.seenOutput("Hello, world!");
        browser.seen("Done. The script is in");
        // What an answer's end brings with it would find the sign-in gone by itself.
        browser.page().locator("button[aria-label=Stop]").waitFor(SecurityPage.gone());
    }

    private static boolean isStream(Request request) {
        return request.url().contains("/events");
    }

    private static void useUp(Page page) {
        page.evaluate("""
                async () => {
                  for (let i = 0; i < 200; i++) {
                    if ((await fetch("/api/sessions")).status === 429) return;
                  }
                  throw new Error("There is no limit.");
                }
                """);
    }
}
