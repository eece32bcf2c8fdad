package moltbot.gateway.channel.telegram;

import java.util.LinkedHashMap;
import java.util.Map;

/// What is remembered of the latest messages: which updates were handed over, and what each message said. Telegram
/// calls it an edit, too, where no word was changed. Used by one thread.
final class Earlier {
    private static final int MOST = 1_000;

    private final Map<Long, Boolean> updates = bounded();
    /// By the message's id: the words' length and hash, which tell one edit of a person from the next.
    private final Map<String, Long> words = bounded();

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MOST;
            }
        };
    }

    /// Whether this update was handed over.
    boolean isTaken(long update) {
        return updates.containsKey(update);
    }

    void taken(long update) {
        updates.put(update, true);
    }

    /// Whether a message said the same before.
    boolean said(String id, String text) {
        Long before = words.get(id);
        return before != null && before == mark(text);
    }

    /// What a message says now.
    void keep(String id, String text) {
        words.put(id, mark(text));
    }

    private static long mark(String text) {
        return ((long) text.length() << 32) | (text.hashCode() & 0xffff_ffffL);
    }
}
