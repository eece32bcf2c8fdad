package moltbot.spawner.task;

import java.nio.file.Path;
import moltbot.contract.grant.VerifiedGrant;
import moltbot.contract.lease.VerifiedLease;
import moltbot.contract.sandbox.SandboxSpec;

/// A task that may be started: control granted exactly this specification, these are the inputs it names, and the
/// guardian's lease was in force. Only [Authority] makes one; a tier accepts nothing else.
public final class AuthorizedTask {
    private final SandboxSpec spec;
    private final Inputs inputs;
    private final VerifiedGrant grant;
    private final VerifiedLease lease;

    AuthorizedTask(SandboxSpec spec, Inputs inputs, VerifiedGrant grant, VerifiedLease lease) {
        this.spec = spec;
        this.inputs = inputs;
        this.grant = grant;
        this.lease = lease;
    }

    public SandboxSpec spec() {
        return spec;
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

    /// The tool call this answers, for the log.
    public String call() {
        return grant.call();
    }

    /// The breaker's epoch it was started in.
    public long epoch() {
        return lease.epoch();
    }
}
