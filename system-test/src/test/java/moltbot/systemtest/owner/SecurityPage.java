package moltbot.systemtest.owner;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;

/// The panel's page *Security*, the dialog that asks for a fresh proof, and the page one signs in at, as a person uses
/// them.
///
/// @param page  of a browser that is signed in
record SecurityPage(Page page) {
    static final String PASSWORD = "correct horse battery";

    static SecurityPage open(Page page) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Security").setExact(true))
                .click();
        page.getByText("Tokens for machines").waitFor();
        return new SecurityPage(page);
    }

    void close() {
        page.getByLabel("Security", new Page.GetByLabelOptions().setExact(true))
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Close"))
                .first()
                .click();
    }

    void signOut() {
        close();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                .click();
        page.waitForURL("**/sign-in");
    }

    /// One of its sections, by its heading.
    Locator part(String title) {
        return page.locator("section.part")
                .filter(new Locator.FilterOptions()
                        .setHas(page.getByRole(
                                AriaRole.HEADING,
                                new Page.GetByRoleOptions().setName(title).setExact(true))));
    }

    void press(String title, String button) {
        part(title)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true))
                .first()
                .click();
    }

    void makeToken(String name) {
        part("Tokens for machines").getByLabel("Name of the token").fill(name);
        press("Tokens for machines", "Make a token");
    }

    /// The dialog that asks whether it is really the owner.
    Locator proof() {
        return page.locator("dialog.stepup");
    }

    /// What is shown this once, and then put away.
    Locator shownOnce() {
        return page.locator(".once");
    }

    /// The password, at the page one signs in at.
    static void enterPassword(Page page) {
        page.locator("#password").waitFor();
        page.locator("#password").fill(PASSWORD);
        page.locator("#password").press("Enter");
    }

    /// The second step there.
    static void enterCode(Page page, String code) {
        page.locator("#second").waitFor();
        page.locator("#second").fill(code);
        page.locator("#second").press("Enter");
    }

    /// For what must not be on the page any more.
    static Locator.WaitForOptions gone() {
        return new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED);
    }
}
