package moltbot.runtime.held;

import java.util.Optional;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.runtime.workspace.Spool;

/// Who holds programs open in sandboxes; in the house that is the spawner.
@FunctionalInterface
public interface Holder {
    /// Begins a program. Nothing of what it leaves in its workspace is kept.
    ///
    /// @param files  the archive that its workspace is at first; none where that is empty. It is read before this
    ///               returns, and stays the caller's to close
    /// @throws moltbot.contract.ContractException  where nothing was started, with a sentence that says why
    Program open(SandboxHold hold, String grant, Optional<Spool> files);
}
