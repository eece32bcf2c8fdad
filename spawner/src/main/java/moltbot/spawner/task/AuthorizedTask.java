package moltbot.spawner.task;

import java.nio.file.Path;
import java.util.Optional;
import moltbot.contract.grant.VerifiedGrant;
import moltbot.contract.lease.VerifiedLease;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxSpec;

/// A task that may be started: control granted exactly this specification, these are the inputs it names, and the
/// guardian's lease was in force. Only [Authority] makes one, but for the canary; a tier accepts nothing else.
public final class AuthorizedTask {
    private final SandboxSpec spec;
    private final Inputs inputs;
    private final String call;
    private final long epoch;
    private final String onward;
    private final Optional<NetworkDoor> door;

    AuthorizedTask(SandboxSpec spec, Inputs inputs, VerifiedGrant grant, VerifiedLease lease) {
        this(spec, inputs, grant.call(), lease.epoch(), grant.onward(), Optional.empty());
    }

    private AuthorizedTask(
            SandboxSpec spec, Inputs inputs, String call, long epoch, String onward, Optional<NetworkDoor> door) {
        this.spec = spec;
        this.inputs = inputs;
        this.call = call;
        this.epoch = epoch;
        this.onward = onward;
        this.door = door;
    }

    /// The guardian's [Canary], which nobody has to allow because nothing of it can be chosen.
    static AuthorizedTask canary(Path dataRoot, Inputs nothing) {
        return new AuthorizedTask(Canary.spec(dataRoot), nothing, "canary", 0, "", Optional.empty());
    }

    public SandboxSpec spec() {
        return spec;
    }

    /// What it may use, which for what is held open is not what a task may: ask here, never its specification.
    public SandboxLimits limits() {
        return spec.limits();
    }

    /// The workspace archive that was granted.
    public Path inputs() {
        return inputs.file();
    }

    public long inputBytes() {
        return inputs.bytes();
    }

    /// The task's own folder on this machine, gone when the task is.
    public Path folder() {
        return inputs.file().resolveSibling("");
    }

    /// The grant that control sealed for the gateway; empty where there is none.
    String onward() {
        return onward;
    }

    /// The same task with its way to the network open.
    AuthorizedTask through(NetworkDoor opened) {
        return new AuthorizedTask(spec, inputs, call, epoch, onward, Optional.of(opened));
    }

    /// Its way to the network; empty for a task without, which sees nothing but its own loopback.
    public Optional<NetworkDoor> door() {
        return door;
    }

    /// The tool call this answers, for the log.
    public String call() {
        return call;
    }

    /// The breaker's epoch it was started in.
    public long epoch() {
        return epoch;
    }
}
