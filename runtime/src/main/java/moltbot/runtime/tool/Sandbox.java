package moltbot.runtime.tool;

import moltbot.contract.sandbox.SandboxResult;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.runtime.workspace.Spool;

/// Where programs run; in the house that is the spawner.
public interface Sandbox {
    /// How a run ended, as far as this side can tell.
    sealed interface End {
        /// It ran; the workspace came back if the result says so.
        record Ran(SandboxResult result) implements End {}

        /// It was not started.
        ///
        /// @param passing  true if it may work in a moment
        record Refused(String why, boolean passing) implements End {}

        /// The link broke or the answer made no sense after it was sent. Its sandbox is gone and nothing of it is kept.
        record Lost() implements End {}
    }

    /// Where a run's streams go.
    ///
    /// @param inputs   the workspace that goes in
    /// @param archive  the workspace that comes back
    /// @param output   standard output and error as they come
    record Streams(Spool inputs, Spool archive, OutputBuffer output) {}

    /// Runs one task; interrupting the thread cancels it.
    End run(SandboxSpec spec, String grant, Streams streams) throws InterruptedException;

    /// Whether tasks can be run now.
    Availability availability() throws InterruptedException;

    /// Whether tools may be offered.
    sealed interface Availability {
        /// Commands can be run.
        ///
        /// @param browser  whether a sandbox here can hold a browser
        record Ready(String tier, boolean browser) implements Availability {}

        /// This machine cannot sandbox; everything else is well.
        record NoTier(String reason) implements Availability {}

        /// The guard does not confirm that this machine is safe, or it is not known whether it does.
        record NoLease(String reason) implements Availability {}

        /// The same, and nobody gets to the panel either.
        ///
        /// @param reason  why, for the owner alone
        record Blocked(String reason) implements Availability {}
    }
}
