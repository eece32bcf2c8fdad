package moltbot.systemtest.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
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
}
