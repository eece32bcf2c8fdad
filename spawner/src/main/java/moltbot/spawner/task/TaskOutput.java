package moltbot.spawner.task;

import moltbot.contract.sandbox.SandboxFrame;

/// Where a running task's output goes as it is made. Called by several threads; may wait for the reader.
@FunctionalInterface
public interface TaskOutput {
    void write(SandboxFrame.Kind kind, byte[] bytes, int length);
}
