package moltbot.control.channel;

import java.util.LinkedHashMap;
import java.util.Map;

/// A map that keeps so many and forgets the eldest. Not for several threads.
final class Latest<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1;

    private final int most;

    Latest(int most) {
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > most;
    }
}
