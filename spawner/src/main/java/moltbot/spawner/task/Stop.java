package moltbot.spawner.task;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Ends one task from outside, at once, with a reason. A stop that comes before the task has begun is not lost.
/// Safe for use by several threads.
public final class Stop {
    private @Nullable String why;
    private @Nullable Runnable action;

    /// Asks for the end. The first reason counts.
    public void now(String reason) {
        Runnable todo;
        synchronized (this) {
            if (why != null) {
                return;
            }
            why = reason;
            todo = action;
        }
        if (todo != null) {
            todo.run();
        }
    }

    /// What ends the task; done at once if the end was already asked for. Once for each task.
    public void whenAsked(Runnable end) {
        synchronized (this) {
            action = end;
            if (why == null) {
                return;
            }
        }
        end.run();
    }

    /// Why the task is to end, if it is.
    public synchronized Optional<String> reason() {
        return Optional.ofNullable(why);
    }
}
