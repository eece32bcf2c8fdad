package moltbot.runtime.browser;

import moltbot.contract.sandbox.SandboxHold;

/// Who holds programs open in sandboxes; in the house that is the spawner.
@FunctionalInterface
public interface Holder {
    /// Begins a program with an empty workspace. Nothing of what it leaves there is kept.
    ///
    /// @throws moltbot.contract.ContractException  where nothing was started, with a sentence that says why
    Program open(SandboxHold hold, String grant);
}
