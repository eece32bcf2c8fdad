package moltbot.systemtest.guest;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.regex.Pattern;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testsignal.Envelopes;
import moltbot.systemtest.channel.SignalHouse;
import moltbot.systemtest.house.Browser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// In a whole house: what the owner deletes in Signal stays in the panel, marked, and nothing runs on for it.
@EnabledOnOs(OS.LINUX)
class TakenBackHouseTest {
    private static final String OWNER = "33333333-3333-4333-8333-333333333333";

    @TempDir
    Path folder;

    @Test
    void isMarkedInThePanelWhereItWasSaid() throws Exception {
        try (ModelServer model = ModelServer.start(0, _ -> AnthropicWire.reply(Answer.text("I heard that.")));
                SignalHouse signal = SignalHouse.up(folder, model, "");
                Browser browser = new Browser()) {
            signal.letIn(OWNER, true);
            signal.writes(OWNER, 10, "my pin is 4711");
            signal.got(OWNER, 2);
            browser.claim(signal.house(), "correct horse battery");
            Page page = browser.page();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^my pin is 4711")))
                    .click();
            browser.seen("I heard that.");
            assertThat(page.locator(".user.gone").count()).isZero();

            signal.world().deliver(11, Envelopes.deleted(OWNER, 11, 10));
            page.locator(".user.gone").waitFor();
            browser.seen("taken back in the messenger");
            assertThat(page.locator(".user.gone .bubble").textContent()).isEqualTo("my pin is 4711");
            assertThat(page.getByText("it joins what Moltbot is doing").count()).isZero();
            browser.picture("taken-back");
            assertThat(browser.complaints()).isEmpty();
        }
    }
}
