package moltbot.spawner.task;

import java.io.IOException;
import moltbot.contract.ContractException;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkHandler;
import moltbot.contract.sandbox.SandboxFrame;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.spawner.task.Networks.OpenNetwork;
import moltbot.spawner.task.Slots.Slot;
import moltbot.spawner.task.WorkFolders.Folder;

/// `sandbox.run`: takes a task and its workspace in, checks that it may be started, runs it, and sends back its output
/// as it comes, its result and the changed workspace. A caller that goes away ends its task.
public final class RunOperation implements LinkHandler {
    /// The refusal where no tier works; see `docs/LINKS.md`.
    public static final String NO_TIER = "no-tier";
    /// The refusal where a tier was lost in the middle of a task.
    public static final String OUTCOME_UNKNOWN = "outcome-unknown";

    private final Availability availability;
    private final Authority authority;
    private final Slots slots;
    private final WorkFolders folders;
    private final Networks networks;

    public RunOperation(
            Availability availability, Authority authority, Slots slots, WorkFolders folders, Networks networks) {
        this.availability = availability;
        this.authority = authority;
        this.slots = slots;
        this.folders = folders;
        this.networks = networks;
    }

    /// The largest archive of a workspace whose files take `diskBytes`: a block for each name and the rest of each
    /// last block, which for small files is a good part of the whole.
    public static long archiveBytes(SandboxLimits limits) {
        return limits.diskBytes() + limits.diskBytes() / 2 + (16L << 20);
    }

    @Override
    public void handle(LinkExchange exchange) throws IOException, InterruptedException {
        SandboxSpec spec = SandboxSpec.fromJson(exchange.head().object("spec"));
        String grant = exchange.head().text("grant");
        authority.lease();
        Tier tier = availability.require().chosen();
        // The place is taken before the lease is checked for good: a lease lost after that finds this task and ends it.
        try (Slot slot = slots.enter();
                Folder folder = folders.fresh()) {
            Inputs inputs =
                    Inputs.receive(exchange::next, folder.path().resolve("in.tar"), archiveBytes(spec.limits()));
            AuthorizedTask task = authority.authorize(spec, grant, inputs);
            TaskReply reply = TaskReply.begin(exchange, task, tier.name());
            TaskOutput output = (kind, bytes, length) ->
                    exchange.send(SandboxFrame.of(kind, bytes, length).encode());
            TaskEnd end;
            try (OpenNetwork network = networks.open(task, output)) {
                end = tier.run(network.task(), TaskInput.NONE, output, slot.stop());
            }
            reply.end(end);
        } catch (ContractException e) {
            availability.doubtAfter(e);
            throw e;
        }
    }
}
