package moltbot.spawner.task;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import moltbot.contract.ContractException;

/// The tasks that run now: a bound on how many, and the way to end them all. Safe for use by several threads.
public final class Slots {
    private final Semaphore free;
    private final Set<Stop> running = ConcurrentHashMap.newKeySet();
    private final String full;

    /// @param full  what is said where all places are taken
    public Slots(int maxTasks, String full) {
        this.free = new Semaphore(maxTasks);
        this.full = full;
    }

    /// Takes a place, or refuses at once: waiting belongs to the caller, who knows what may wait.
    Slot enter() {
        if (!free.tryAcquire()) {
            throw ContractException.refused("busy", full);
        }
        Stop stop = new Stop();
        running.add(stop);
        return new Slot(stop);
    }

    /// Ends every running task: the authority they were started with is over.
    public void endAll(String why) {
        running.forEach(stop -> stop.now(why));
    }

    /// One task's place.
    final class Slot implements AutoCloseable {
        private final Stop stop;

        private Slot(Stop stop) {
            this.stop = stop;
        }

        Stop stop() {
            return stop;
        }

        @Override
        public void close() {
            if (running.remove(stop)) {
                free.release();
            }
        }
    }
}
