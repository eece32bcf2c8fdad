package moltbot.systemtest.owner;

import static moltbot.systemtest.owner.SecurityPage.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import moltbot.systemtest.house.Browser;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ways in beside the password alone, in a whole house and by a real browser.
class PasskeyHouseTest {
    @TempDir
    Path folder;

    @Test
    void aPasskeyIsMadeSignsInProvesAgainAndIsRemoved() throws Exception {
        try (TestHouse house = TestHouse.up(folder.resolve("data"), Map.of());
                Browser browser = new Browser()) {
            Page page = browser.page();
            Authenticator laptop = Authenticator.of(page);
            browser.claim(house, house.named(), PASSWORD);
            SecurityPage security = SecurityPage.open(page);
            addPasskey(security, "Laptop");
            assertThat(laptop.passkeys()).isEqualTo(1);

            security.signOut();
            signInByPasskey(page);

            // A proof is kept in memory only: a new breaker keeps the sign-in and asks again for what is at stake.
            house.replace("breaker");
            security = SecurityPage.open(page);
            security.makeToken("Grafana");
            security.proof().waitFor();
            assertThat(security.shownOnce().isVisible()).isFalse();
            security.proof()
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Use your passkey"))
                    .click();
            security.shownOnce().waitFor();
            assertThat(security.shownOnce().textContent()).contains("mb_");
            assertThat(security.proof().count()).isZero();
            security.shownOnce().getByText("I have kept them").click();

            security.press("Passkeys", "Remove");
            security.part("Passkeys").getByText("Laptop").waitFor(SecurityPage.gone());
            security.signOut();
            page.locator("#password").waitFor();
            assertThat(page.locator("#use-passkey").isVisible()).isFalse();
            SecurityPage.enterPassword(page);
            page.locator("textarea").waitFor();
            assertThat(unexpected(browser)).isEmpty();
        }
    }

    @Test
    void aPasskeyThatNobodyEnrolledIsRefusedAndSoIsOneUsedOnAnothersPage() throws Exception {
        try (TestHouse house = TestHouse.up(folder.resolve("data"), Map.of());
                Browser browser = new Browser();
                OtherSite other = OtherSite.open()) {
            Page page = browser.page();
            Authenticator laptop = Authenticator.of(page);
            browser.claim(house, house.named(), PASSWORD);
            SecurityPage security = SecurityPage.open(page);
            addPasskey(security, "Laptop");
            security.signOut();

            // The page of another port has the same host name, so the browser itself lets it use the passkey.
            assertThat(other.signsInAt(house, page)).contains("wrong-passkey");

            page.navigate(house.named());
            laptop.another().forge("localhost");
            page.locator("#use-passkey").click();
            browser.seen("That passkey does not open this.");
            assertThat(page.url()).endsWith("/sign-in");
        }
    }

    @Test
    void withAnAppThePasswordWantsItsCodeAndARecoveryCodeWorksOnce() throws Exception {
        try (TestHouse house = TestHouse.up(folder.resolve("data"), Map.of());
                Browser browser = new Browser()) {
            Page page = browser.page();
            browser.claim(house, PASSWORD);
            SecurityPage security = SecurityPage.open(page);
            security.press("Authenticator app", "Set one up");
            AuthenticatorApp app = new AuthenticatorApp(
                    security.part("Authenticator app").locator("code.secret").textContent());
            String first = app.code(0);
            security.part("Authenticator app")
                    .getByLabel("The code it shows now")
                    .fill(first);
            security.press("Authenticator app", "Enrol it");
            security.shownOnce().waitFor();
            List<String> recovery = security.shownOnce().locator("li").allTextContents();
            assertThat(recovery).hasSize(10);
            security.shownOnce().getByText("I have kept them").click();
            security.signOut();

            SecurityPage.enterPassword(page);
            SecurityPage.enterCode(page, first);
            browser.seen("was used before");
            SecurityPage.enterCode(page, app.code(1));
            page.locator("textarea").waitFor();

            SecurityPage.open(page).signOut();
            SecurityPage.enterPassword(page);
            SecurityPage.enterCode(page, recovery.getFirst());
            page.locator("textarea").waitFor();
            security = SecurityPage.open(page);
            security.part("Recovery codes").getByText("9 of 10 left").waitFor();
            security.part("Signed in").getByText("with a recovery code").waitFor();

            security.signOut();
            SecurityPage.enterPassword(page);
            SecurityPage.enterCode(page, recovery.getFirst());
            browser.seen("was used before");
            assertThat(page.url()).endsWith("/sign-in");
        }
    }

    private static void addPasskey(SecurityPage security, String name) {
        security.part("Passkeys").getByLabel("Name of the passkey").fill(name);
        security.press("Passkeys", "Add a passkey");
        security.part("Passkeys").getByText(name).waitFor();
    }

    private static void signInByPasskey(Page page) {
        page.locator("#use-passkey").click();
        page.locator("textarea").waitFor();
    }

    /// A breaker that was killed is a connection that was lost, and a step-up begins with a refusal: the rest is a
    /// fault.
    private static List<String> unexpected(Browser browser) {
        return browser.complaints().stream()
                .filter(complaint -> !complaint.contains("net::ERR_")
                        && !complaint.contains("403 (Forbidden)")
                        && !complaint.contains("503 (Service Unavailable)"))
                .toList();
    }
}
