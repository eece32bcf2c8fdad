package moltbot.spawner.task;

import java.nio.file.Path;
import java.util.Optional;
import moltbot.contract.sandbox.SandboxResult.Ending;

/// How a task ended, as its tier saw it.
///
/// @param exitCode         the program's own; -1 unless it exited
/// @param outputTruncated  true if output was dropped beyond its limit
/// @param archive          the changed workspace, if it may be kept; made by the task and so never to be trusted
/// @param detail           one sentence for people where the ending needs one, else empty
public record TaskEnd(Ending ending, int exitCode, boolean outputTruncated, Optional<Path> archive, String detail) {
    /// An ending that keeps nothing.
    public static TaskEnd without(Ending ending, boolean outputTruncated, String detail) {
        return new TaskEnd(ending, -1, outputTruncated, Optional.empty(), detail);
    }
}
