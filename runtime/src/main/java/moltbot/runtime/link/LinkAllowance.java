package moltbot.runtime.link;

import java.time.Duration;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.contract.tool.ToolGroup;
import moltbot.runtime.patience.Patience;
import moltbot.runtime.tool.Allowance;
import moltbot.runtime.workspace.Workspace;

/// What the owner gave a conversation, behind control's link. The owner's own have all there is, and nobody is asked.
/// While nobody can say, there are no tools.
public final class LinkAllowance implements Allowance {
    private static final Duration ASK_FOR = Duration.ofSeconds(10);
    private static final String OWNERS = "owner/";
    private static final System.Logger LOG = System.getLogger("gate");

    private final LinkClient control;
    private final Patience patience;

    public LinkAllowance(LinkClient control, Patience patience) {
        this.control = control;
        this.patience = patience;
    }

    @Override
    public Set<ToolGroup> of(Workspace workspace) throws InterruptedException {
        String name = workspace.name();
        if (name.startsWith(OWNERS)) {
            return ToolGroup.all();
        }
        int slash = name.indexOf('/');
        JsonObject head = JsonObject.with("sender", name.substring(0, slash))
                .with("session", name.substring(slash + 1))
                .build();
        try {
            return ToolGroup.fromJson(patience.retry(ASK_FOR, Patience::isLink, () -> control.ask("gate.tools", head))
                    .list("tools"));
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "Nobody says which tools a conversation has, so it has none.", e);
            return Set.of();
        }
    }
}
