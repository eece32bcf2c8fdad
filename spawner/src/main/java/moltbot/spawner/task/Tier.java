package moltbot.spawner.task;

import java.util.Optional;

/// One way to contain a task. There is no tier that runs on the host itself: where none works, tasks are refused.
/// Safe for use by several threads.
public interface Tier {
    /// Its name in results and on screens, such as `bubblewrap`.
    String name();

    /// The tier that runs tasks: this one, but for a choice of several.
    default Tier chosen() {
        return this;
    }

    /// Which better ones do not work here, and why; empty where there is nothing to say.
    default String note() {
        return "";
    }

    /// Why it cannot hold a browser, and how to mend that, in one sentence; empty where it can.
    String browser();

    /// Tries the whole tier on this machine, in well under a second; empty where it works, else what is missing and
    /// how to get it, in one or two sentences.
    Optional<String> problem() throws InterruptedException;

    /// Runs a task to its end and leaves no process of it behind, however it ends. Interrupting ends the task too.
    /// Only what was authorized can be asked for: there is no other argument. Where the sandbox itself
    /// cannot be set up, nothing was started and this is refused as `no-tier`.
    ///
    /// What the task may use is [AuthorizedTask#limits]; output within them waits for whoever takes it and is never
    /// dropped.
    TaskEnd run(AuthorizedTask task, TaskInput input, TaskOutput output, Stop stop) throws InterruptedException;
}
