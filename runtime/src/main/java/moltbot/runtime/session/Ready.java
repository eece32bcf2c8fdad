package moltbot.runtime.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The lanes that could go on, in the order they may: senders take turns, and the conversations of one sender too, so
/// that nobody waits for all that somebody else has begun. One who is not the owner has a share of the places only, and
/// all of those together leave some to the owner. For one thread at a time.
final class Ready {
    private static final String OWNER = "owner";

    private final int places;
    private final LinkedHashMap<String, Deque<SessionKey>> waiting = new LinkedHashMap<>();
    private final Map<String, Integer> running = new HashMap<>();
    private int all;

    Ready(int places) {
        this.places = places;
    }

    void add(SessionKey session) {
        waiting.computeIfAbsent(session.sender(), _ -> new ArrayDeque<>()).addLast(session);
    }

    /// The next that may run; it counts as running until [#over].
    @Nullable
    SessionKey next() {
        String sender =
                waiting.keySet().stream().filter(this::mayRun).findFirst().orElse("");
        Deque<SessionKey> sessions = waiting.remove(sender);
        if (sessions == null) {
            return null;
        }
        SessionKey next = sessions.removeFirst();
        if (!sessions.isEmpty()) {
            waiting.put(sender, sessions);
        }
        running.merge(sender, 1, Integer::sum);
        all++;
        return next;
    }

    private boolean mayRun(String sender) {
        if (sender.equals(OWNER)) {
            return all < places;
        }
        int others = all - running.getOrDefault(OWNER, 0);
        return all < places
                && running.getOrDefault(sender, 0) < Math.max(1, places / 4)
                && others < Math.max(1, places - places / 4);
    }

    /// One of this session is over.
    void over(SessionKey session) {
        all--;
        running.computeIfPresent(session.sender(), (_, count) -> count == 1 ? null : count - 1);
    }
}
