package moltbot.gateway.channel.signal;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Whose safety number has changed, as far as was noticed since the start, and what those who wrote call themselves. Of
/// many the latest. Safe for several threads.
final class Changes {
    private static final int MOST = 64;
    private static final int MOST_NAMES = 256;

    private final Set<String> changed = new LinkedHashSet<>();
    private final Map<String, String> names = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_NAMES;
        }
    };

    /// Somebody wrote who calls themselves so.
    synchronized void named(String id, String name) {
        if (!name.isEmpty()) {
            names.put(id, name);
        }
    }

    /// What they call themselves; empty where that was not heard.
    synchronized String name(String id) {
        return names.getOrDefault(id, "");
    }

    /// Theirs has changed.
    ///
    /// @return whether that is news
    synchronized boolean found(String id) {
        if (changed.size() >= MOST && !changed.contains(id)) {
            changed.remove(changed.iterator().next());
        }
        return changed.add(id);
    }

    /// Theirs is trusted.
    synchronized void settled(String id) {
        changed.remove(id);
    }

    /// For the owner; empty where nobody's has changed.
    synchronized String words() {
        return changed.isEmpty() ? "" : Words.UNTRUSTED;
    }
}
