package moltbot.spawner.docker;

import java.io.IOException;
import java.util.BitSet;
import java.util.concurrent.ThreadLocalRandom;

/// The numbers of the users that tasks are. Each container has one of its own, since the kernel counts some of what it
/// gives away by user: inotify instances, memory of pipes. Of the numbers that nothing else on a machine uses (below
/// systemd's dynamic users, see its page "Users, Groups, UIDs and GIDs"), and that also exist where the engine maps
/// users, which is up to 65,535. Our images know them by name. Safe for use by several threads.
final class TaskUsers {
    static final int FIRST = 60_672;
    /// More than there can be containers of a house.
    static final int COUNT = 512;

    private final BitSet used = new BitSet(COUNT);
    /// Somewhere, so that two houses of a machine seldom meet.
    private int next = ThreadLocalRandom.current().nextInt(COUNT);

    /// One that is nobody's, and the longest unused.
    synchronized int take() throws IOException {
        for (int i = 0; i < COUNT; i++) {
            int candidate = (next + i) % COUNT;
            if (!used.get(candidate)) {
                used.set(candidate);
                next = (candidate + 1) % COUNT;
                return FIRST + candidate;
            }
        }
        throw new IOException("There is no user number left for another container.");
    }

    /// Once nothing of the container is left.
    synchronized void give(int user) {
        used.clear(user - FIRST);
    }
}
