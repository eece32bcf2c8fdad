package moltbot.systemtest.owner;

import static moltbot.systemtest.owner.SecurityPage.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.Browser;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Questions to the owner, in a whole house: what a trip makes of them, and what a yes and a no want.
class ApprovalHouseTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String VOID = "The breaker tripped while this waited, so it is void.";

    @TempDir
    Path folder;

    @Test
    void aTripVoidsWhatWaitsAndTheLateClickIsRefused() throws Exception {
        Path data = folder.resolve("data");
        TestHouse.settings(data, "reset-dwell-seconds: 0\n");
        try (TestHouse house = TestHouse.up(data, Map.of());
                Browser browser = new Browser()) {
            browser.claim(house, PASSWORD);
            ask(browser);
            Page looking = browser.page();
            Page deaf = looking.context().newPage();
            deaf.navigate(looking.url());
            deaf.getByText("Approve once").waitFor();
            deaf.route("**/api/sessions**", route -> route.abort());
            deaf.route("**/auth/guard", route -> route.abort());
            deaf.route("**/api/overview", route -> route.abort());

            String trip = house.trip("I want a look first");
            Duration voided = Await.until(
                    "the question to be void",
                    SECOND.multipliedBy(5),
                    () -> audit(data).contains("\"decision\":\"voided\""));
            assertThat(voided).as("void").isLessThan(SECOND);
            looking.getByText("Nothing is let through").waitFor();

            // This tab has not heard of anything, and its buttons are still there.
            Response late = deaf.waitForResponse(
                    "**/approve", () -> deaf.getByText("Approve once").click());
            assertThat(late.status()).isEqualTo(503);
            deaf.getByText("Nothing is let through").waitFor();
            deaf.close();

            house.reset(trip, PASSWORD);
            SecurityPage.enterPassword(looking);
            looking.getByText("Show me an approval").first().click();
            browser.seen(VOID);
            assertThat(looking.getByText("Approve once").count()).isZero();
            Look.pictures(looking, "void");
            assertThat(approveAnyway(looking, data)).startsWith("409").contains("it is void and was not done");
        }
    }

    @Test
    void aNoNeverAsksWhoYouAreAndAYesDoes() throws Exception {
        try (TestHouse house = TestHouse.up(folder.resolve("data"), Map.of());
                Browser browser = new Browser()) {
            browser.claim(house, PASSWORD);
            Page page = browser.page();
            ask(browser);
            // A proof is kept in memory only.
            house.replace("breaker");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Deny"))
                    .click();
            browser.seen("You said no. It was not done.");
            assertThat(page.locator("dialog.stepup").count()).isZero();

            ask(browser);
            page.getByText("Approve once").click();
            page.locator("dialog.stepup").waitFor();
            page.locator("dialog.stepup input[type=password]").fill(PASSWORD);
            page.locator("dialog.stepup input[type=password]").press("Enter");
            browser.seen("You approved this, once.");
            assertThat(page.locator("dialog.stepup").count()).isZero();
        }
    }

    private static void ask(Browser browser) {
        browser.say("Show me an approval");
        browser.page().getByText("Approve once").waitFor();
    }

    private static String audit(Path data) throws Exception {
        return Files.readString(data.resolve("control/audit/audit.jsonl"));
    }

    /// Says yes to it as the page would, from a sign-in that is fresh.
    private static String approveAnyway(Page page, Path data) throws Exception {
        String asked = Files.readString(data.resolve("control/approvals.jsonl"));
        String id = asked.replaceAll("(?s)^.*?\"approval\":\"([^\"]+)\".*$", "$1");
        return (String) page.evaluate("""
                async (id) => {
                  const { csrf } = await (await fetch("/auth/session")).json();
                  const answer = await fetch(`/api/approvals/${id}/approve`, { method: "POST", body: "{}",
                    headers: { "content-type": "application/json", "x-csrf": csrf } });
                  return answer.status + " " + (await answer.text());
                }
                """, id);
    }
}
