package moltbot.runtime.link;

import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;

/// Whether the panel is blocked and why, which control knows.
public final class BlockedPanel {
    private static final System.Logger LOG = System.getLogger("blocked");

    private final LinkClient control;

    public BlockedPanel(LinkClient control) {
        this.control = control;
    }

    /// For the owner alone: that tools are off, that the panel is blocked, and why; empty where it is not, or where
    /// nobody knows.
    Optional<String> why() {
        try {
            JsonObject guard = control.ask("guard.state", JsonObject.EMPTY);
            return guard.flag("blocked")
                    ? Optional.of("Tools are off and the panel is blocked. " + guard.text("why")
                            + " Chat still works; './moltbot doctor' on the host says what to do.")
                    : Optional.empty();
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "Control does not say how the guard stands: {0}", e.getMessage());
            return Optional.empty();
        }
    }
}
