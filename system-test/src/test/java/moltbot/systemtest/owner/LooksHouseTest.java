package moltbot.systemtest.owner;

import static moltbot.systemtest.owner.SecurityPage.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import moltbot.systemtest.house.Browser;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the guard shows to a person: each page in a whole house, by day, by night and on a phone.
class LooksHouseTest {
    private static final byte[] FACTOR = (PASSWORD + "\n").getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void everyPageOfTheGuardFitsInEveryLookAndABypassIsOnAllOfThem() throws Exception {
        List<String> tooWide = new ArrayList<>();
        try (TestHouse house = TestHouse.up(folder.resolve("data"), Map.of());
                Browser browser = new Browser()) {
            Page page = browser.page();
            Authenticator.of(page);
            browser.claim(house, house.named(), PASSWORD);
            SecurityPage security = SecurityPage.open(page);
            furnish(security);
            tooWide.addAll(Look.pictures(page, "security"));
            security.part("Signed in").scrollIntoViewIfNeeded();
            tooWide.addAll(Look.pictures(page, "security-more"));
            security.press("Authenticator app", "Set one up");
            security.part("Authenticator app").locator("svg").scrollIntoViewIfNeeded();
            tooWide.addAll(Look.pictures(page, "security-app"));
            security.press("Authenticator app", "Not now");
            security.close();

            TestHouse.Ran bypass = house.runWith(
                    FACTOR, "guardian", "bypass", "S2", "--for", "2h", "--reason", "The backup runs as another user.");
            assertThat(bypass.exit()).as(bypass.err()).isZero();
            page.reload();
            browser.seen("Check S2 is bypassed");
            page.locator("button.guard").click();
            browser.seen("Six compartments");
            tooWide.addAll(Look.pictures(page, "guard"));
            page.keyboard().press("Escape");
            browser.say("Show me an approval");
            browser.seen("Approve once");
            tooWide.addAll(Look.pictures(page, "approval"));

            house.replace("breaker");
            house.awaitState("CLOSED");
            page.reload();
            page.getByText("Approve once").click();
            page.locator("dialog.stepup").waitFor();
            tooWide.addAll(Look.pictures(page, "step-up"));
            page.locator("dialog.stepup")
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Not now"))
                    .click();

            SecurityPage.open(page).signOut();
            page.locator("#use-passkey").waitFor();
            tooWide.addAll(Look.pictures(page, "sign-in"));
            assertThat(house.run("trip", "--reason", "I want a look first").exit())
                    .isZero();
            page.navigate(house.named());
            browser.seen("Nothing is let through");
            browser.seen("One check is bypassed");
            tooWide.addAll(Look.pictures(page, "blocked"));
        }
        assertThat(tooWide).isEmpty();
    }

    private static void furnish(SecurityPage security) {
        security.part("Passkeys").getByLabel("Name of the passkey").fill("Laptop");
        security.press("Passkeys", "Add a passkey");
        security.part("Passkeys").getByText("Laptop").waitFor();
        security.makeToken("Grafana");
        security.shownOnce().getByText("I have kept").click();
        security.press("Recovery codes", "Make codes");
        security.shownOnce().waitFor();
        Look.pictures(security.page(), "security-codes");
        security.shownOnce().getByText("I have kept").click();
    }
}
