package moltbot.systemtest.guest;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.regex.Pattern;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testsignal.SignalWorld;
import moltbot.systemtest.channel.SignalHouse;
import moltbot.systemtest.house.Browser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// In a whole house: the owner links a Signal account in the panel, by a code that a phone reads.
@EnabledOnOs(OS.LINUX)
class SignalLinkHouseTest {
    @TempDir
    Path folder;

    @Test
    void aPhoneLinksItsAccountByTheCodeThatThePanelShows() throws Exception {
        try (ModelServer model = ModelServer.start(0, _ -> AnthropicWire.reply(Answer.text("Hello.")));
                SignalHouse signal = SignalHouse.unlinked(folder, model, "");
                Browser browser = new Browser()) {
            browser.claim(signal.house(), "correct horse battery");
            Page page = browser.page();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^People")))
                    .click();
            browser.seen("has no account yet");
            page.getByText("Link…").click();
            browser.seen("Signal’s servers could not be reached".replace('’', '\''));

            page.getByText("Not now").click();
            signal.world().online();
            page.getByText("Link…").click();
            page.locator(".linking svg").waitFor();
            browser.picture("signal-link");
            assertThat(page.locator(".linking path").getAttribute("d")).hasSizeGreaterThan(2_000);

            signal.world().scanned();
            browser.seen("Linked as " + SignalWorld.ACCOUNT);
            signal.awaitState("connected");
            browser.seen("connected since");
            assertThat(browser.complaints()).isEmpty();
        }
    }
}
