package moltbot.spawner.task;

import java.io.IOException;
import moltbot.contract.ContractException;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkHandler;
import moltbot.contract.sandbox.SandboxFrame;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxResult.Ending;
import moltbot.spawner.task.Networks.OpenNetwork;
import moltbot.spawner.task.Slots.Slot;
import moltbot.spawner.task.WorkFolders.Folder;
import org.jspecify.annotations.Nullable;

/// `sandbox.hold`: as [RunOperation], for a program whose standard streams stay open both ways until it ends, is silent
/// for too long, has lived for too long, or its caller leaves. It has places of its own, so that what is held open
/// keeps no task waiting.
public final class HoldOperation implements LinkHandler {
    private final Availability availability;
    private final Authority authority;
    private final Slots slots;
    private final WorkFolders folders;
    private final Networks networks;

    public HoldOperation(
            Availability availability, Authority authority, Slots slots, WorkFolders folders, Networks networks) {
        this.availability = availability;
        this.authority = authority;
        this.slots = slots;
        this.folders = folders;
        this.networks = networks;
    }

    @Override
    public void handle(LinkExchange exchange) throws IOException, InterruptedException {
        SandboxHold hold = SandboxHold.fromJson(exchange.head().object("hold"));
        String grant = exchange.head().text("grant");
        authority.lease();
        Tier tier = availability.require().chosen();
        try (Slot slot = slots.enter();
                Folder folder = folders.fresh()) {
            Inputs inputs = Inputs.receive(
                    () -> archivePiece(exchange),
                    folder.path().resolve("in.tar"),
                    RunOperation.archiveBytes(hold.limits()));
            AuthorizedTask task = authority.authorize(hold, grant, inputs);
            TaskReply reply = TaskReply.begin(exchange, task, tier.name());
            try (HeldStreams streams = HeldStreams.begin(exchange, hold, slot.stop())) {
                TaskEnd end;
                try (OpenNetwork network = networks.open(task, streams)) {
                    end = tier.run(network.task(), streams, streams, slot.stop());
                }
                boolean silent = streams.over() && end.ending() == Ending.CANCELLED;
                reply.end(silent ? TaskEnd.without(Ending.TIMED_OUT, false, end.detail()) : end);
            }
        } catch (ContractException e) {
            availability.doubtAfter(e);
            throw e;
        }
    }

    /// The workspace's next piece, or null at the empty one that ends it; what comes then is input.
    private static byte @Nullable [] archivePiece(LinkExchange exchange) throws InterruptedException {
        byte[] bytes = exchange.next();
        if (bytes == null) {
            return null;
        }
        SandboxFrame frame = SandboxFrame.decode(bytes);
        if (frame.kind() != SandboxFrame.Kind.ARCHIVE) {
            throw ContractException.malformed("The workspace comes before the input.");
        }
        return frame.bytes().length == 0 ? null : frame.bytes();
    }
}
