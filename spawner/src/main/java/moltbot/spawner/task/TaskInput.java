package moltbot.spawner.task;

import org.jspecify.annotations.Nullable;

/// What a running task reads on its standard input. One thread of its tier asks, and only once the task has taken what
/// came before, so that whoever writes waits for the task; that thread is interrupted when the task is over.
public interface TaskInput {
    /// An ordinary task's: over from the beginning.
    TaskInput NONE = new TaskInput() {
        @Override
        public byte @Nullable [] next() {
            return null;
        }

        @Override
        public boolean isNone() {
            return true;
        }
    };

    /// The next bytes, as soon as there are some; null once there will be none.
    byte @Nullable [] next() throws InterruptedException;

    /// True if there never will be any, so that a tier need not ask.
    default boolean isNone() {
        return false;
    }
}
