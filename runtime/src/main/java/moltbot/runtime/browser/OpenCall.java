package moltbot.runtime.browser;

import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.label.Label;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.runtime.held.Holder;
import moltbot.runtime.tool.AuthorizedCall;
import moltbot.runtime.tool.Capability;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;

/// Opens a browser for a conversation, in place of the one it had: exactly what was allowed is held open, and it begins
/// where that says.
final class OpenCall implements Tool.Prepared {
    private final Browsers browsers;
    private final Holder holder;
    private final String conversation;
    private final SandboxHold hold;
    private final Effect effect;

    OpenCall(Browsers browsers, Holder holder, String conversation, SandboxHold hold) {
        this.browsers = browsers;
        this.holder = holder;
        this.conversation = conversation;
        this.hold = hold;
        this.effect = new Effect(Capability.HOLD, hold.toJson());
    }

    @Override
    public Effect effect() {
        return effect;
    }

    @Override
    public Label leaves() {
        return Label.FOREIGN;
    }

    @Override
    public ToolOutcome run(AuthorizedCall authorized) throws InterruptedException {
        String grant = authorized.grantFor(effect);
        browsers.close(conversation);
        if (!browsers.hasRoom()) {
            return ToolOutcome.of(
                    Outcome.UNAVAILABLE,
                    "As many browsers as this machine may have are open. Close one, or try again in some minutes.");
        }
        try {
            Browser browser =
                    Browser.begin(holder.open(hold, grant, Optional.empty()), Launch.origins(hold), Launch.sends(hold));
            browsers.put(conversation, browser);
            browser.renew();
            browser.page().open(Launch.start(hold));
            return Report.page(browser, 0);
        } catch (ContractException e) {
            return ToolOutcome.of(Outcome.UNAVAILABLE, "The browser was not opened. " + e.getMessage());
        } catch (BrowserException e) {
            return ToolOutcome.of(Outcome.FAILED, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            browsers.close(conversation);
            throw e;
        }
    }
}
