package moltbot.systemtest.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a new user does, in a real browser, from the code on the terminal to the conversation after a restart.
class FirstRunTest {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    Path folder;

    @Test
    void leadsFromTheCodeToACommandThatRanAndIsStillThereAfterARestart() throws Exception {
        Path data = folder.resolve("data");
        String listen = "127.0.0.1:" + TestHouse.freePort();
        try (Browser browser = new Browser()) {
            Page page = browser.page();
            try (TestHouse house = TestHouse.up(data, listen, Map.of())) {
                page.navigate(house.url());
                page.getByLabel("One-time code").waitFor();
                assertThat(page.title()).doesNotContainIgnoringCase("moltbot");
                browser.picture("first-run-code");
                browser.claim(house, PASSWORD);
                browser.picture("first-run-chat");

                browser.say("Write a Python script that prints hello world and run it");
                browser.seenOutput("Hello, world!");
                browser.seen("bubblewrap");
                browser.picture("hello-world");
                assertThat(browser.complaints()).isEmpty();
                page.navigate("about:blank");
            }
            browser.forgetComplaints();
            try (TestHouse house = TestHouse.up(data, listen, Map.of())) {
                page.navigate(house.url());
                if (page.url().contains("/sign-in")) {
                    page.locator("input[autocomplete=current-password]").fill(PASSWORD);
                    page.locator("input[autocomplete=current-password]").press("Enter");
                }
                page.getByText("Write a Python script that prints hello world and run it")
                        .first()
                        .waitFor();
                browser.seenOutput("Hello, world!");
                browser.picture("after-restart");
            }
        }
    }

    @Test
    void showsWhatWouldRunBeforeItAsksAndWhatWentWrongAfterIt() throws Exception {
        try (Browser browser = new Browser();
                TestHouse house = TestHouse.up(folder.resolve("data"), Map.of())) {
            browser.claim(house, PASSWORD);
            Page page = browser.page();

            browser.say("Show me an approval");
            page.getByText("Approve once").waitFor();
            browser.picture("approval");
            page.getByText("Approve once").click();
            browser.seen("You approved this, once.");
            browser.seen("You approved it, and it ran");

            browser.say("Show me another approval");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Deny"))
                    .click();
            browser.seen("You said no. It was not done.");

            browser.say("Show me a failure");
            browser.seen("raise SystemExit(3)");
            browser.picture("failure");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void fitsOnAPhoneAndInTheDark() throws Exception {
        try (Browser browser = new Browser();
                TestHouse house = TestHouse.up(folder.resolve("data"), Map.of())) {
            Page page = browser.page();
            page.setViewportSize(390, 844);
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            page.navigate(house.url());
            page.getByLabel("One-time code").waitFor();
            browser.picture("phone-code");
            assertThat(widthLeftOver(page)).isZero();

            browser.claim(house, PASSWORD);
            browser.say("Write a Python script that prints hello world and run it");
            browser.seenOutput("Hello, world!");
            browser.seen("Done. The script is in");
            browser.picture("phone-chat");
            assertThat(widthLeftOver(page)).isZero();
            assertThat(page.locator("textarea").boundingBox().y).isLessThan(844);
        }
    }

    @Test
    void isTheSameOverHttp2() throws Exception {
        Path data = folder.resolve("data");
        TestHouse.settings(data, "tls:\n  local-ca: true\n");
        try (Browser browser = new Browser();
                TestHouse house = TestHouse.up(data, Map.of())) {
            assertThat(house.url()).startsWith("https://");
            browser.claim(house, PASSWORD);
            browser.say("Write a Python script that prints hello world and run it");
            browser.seenOutput("Hello, world!");
            Object protocol = browser.page().evaluate("performance.getEntriesByType('navigation')[0].nextHopProtocol");
            assertThat(protocol).isEqualTo("h2");
            assertThat(browser.complaints()).isEmpty();

            house.trip("a test");
            browser.seen("The breaker tripped");
            browser.picture("tripped-over-http2");
        }
    }

    /// How far a page can be scrolled sideways, in pixels.
    private static int widthLeftOver(Page page) {
        Object pixels = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        return ((Number) pixels).intValue();
    }
}
