package moltbot.spawner.task;

import java.nio.file.Path;
import java.util.Optional;
import moltbot.contract.grant.VerifiedGrant;
import moltbot.contract.json.JsonObject;
import moltbot.contract.lease.VerifiedLease;
import moltbot.contract.sandbox.SandboxBrowser;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxSpec;

/// A task that may be started: control granted exactly this specification, these are the inputs it names, and the
/// guardian's lease was in force. Only [Authority] makes one, but for the canary; a tier accepts nothing else.
public final class AuthorizedTask {
    private final SandboxSpec spec;
    private final SandboxLimits limits;
    private final Inputs inputs;
    private final Permission permission;
    private final Optional<Networks.Door> door;

    AuthorizedTask(SandboxSpec spec, Inputs inputs, VerifiedGrant grant, VerifiedLease lease) {
        this(
                spec,
                spec.limits(),
                inputs,
                new Permission(grant, false, JsonObject.with("spec", spec.toJson())),
                Optional.empty());
    }

    AuthorizedTask(SandboxHold hold, Inputs inputs, VerifiedGrant grant, VerifiedLease lease) {
        this(
                hold.spec(),
                hold.limits(),
                inputs,
                new Permission(grant, SandboxBrowser.isOne(hold), JsonObject.with("hold", hold.toJson())),
                Optional.empty());
    }

    private AuthorizedTask(
            SandboxSpec spec,
            SandboxLimits limits,
            Inputs inputs,
            Permission permission,
            Optional<Networks.Door> door) {
        this.spec = spec;
        this.limits = limits;
        this.inputs = inputs;
        this.permission = permission;
        this.door = door;
    }

    /// The guardian's [Canary], which nobody has to allow because nothing of it can be chosen.
    static AuthorizedTask canary(Path dataRoot, Inputs nothing) {
        SandboxSpec spec = Canary.spec(dataRoot);
        Permission nobodys = new Permission("canary", false, JsonObject.EMPTY);
        return new AuthorizedTask(spec, spec.limits(), nothing, nobodys, Optional.empty());
    }

    public SandboxSpec spec() {
        return spec;
    }

    /// What it may use, which for what is held open is not what a task may: ask here, never its specification.
    public SandboxLimits limits() {
        return limits;
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

    /// What the gateway is asked for a network with: all that was granted, and the grant that control sealed for it.
    JsonObject networkRequest() {
        return permission.onward();
    }

    /// The same task with its way to the network open.
    AuthorizedTask through(Networks.Door opened) {
        return new AuthorizedTask(spec, limits, inputs, permission, Optional.of(opened));
    }

    /// Its way to the network; empty for a task without, which sees nothing but its own loopback.
    public Optional<Networks.Door> door() {
        return door;
    }

    /// The tool call this answers, for the log.
    public String call() {
        return permission.call();
    }

    /// Whether it is a browser, which has an image of its own and leaves no files.
    public boolean isBrowser() {
        return permission.browser();
    }

    /// Of whom it came.
    ///
    /// @param onward  what the gateway is asked for a network with
    private record Permission(String call, boolean browser, JsonObject onward) {
        Permission(VerifiedGrant grant, boolean browser, JsonObject.Builder granted) {
            this(grant.call(), browser, granted.with("grant", grant.onward()).build());
        }
    }
}
