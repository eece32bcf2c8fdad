package moltbot.gateway.channel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is remembered of a messenger's latest messages: which were handed over, and what each said. Messengers call it
/// an edit, too, where no word was changed. Used by one thread.
public final class Earlier {
    private static final int MOST = 1_000;

    /// Which of them are one message that was changed: whoever takes one back takes back all that it ever said. Used by
    /// one thread.
    public static final class Edits {
        private final Map<String, String> firsts = bounded();

        /// A message says something else now.
        ///
        /// @param before  the id of what it said before
        /// @param edit    the id of what it says
        public void edited(String before, String edit) {
            firsts.put(edit, firsts.getOrDefault(before, before));
        }

        /// The ids of all that a message said, the given one's among them.
        public List<String> all(String one) {
            String first = firsts.getOrDefault(one, one);
            List<String> all = new ArrayList<>(List.of(first));
            firsts.forEach((edit, of) -> {
                if (of.equals(first)) {
                    all.add(edit);
                }
            });
            return all;
        }
    }

    private final Map<String, Boolean> handedOver = bounded();
    /// By the message's id: the words' length and hash, which tell one edit of a person from the next.
    private final Map<String, Long> words = bounded();

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MOST;
            }
        };
    }

    /// Whether this was handed over.
    public boolean isTaken(String id) {
        return handedOver.containsKey(id);
    }

    /// This was handed over.
    public void taken(String id) {
        handedOver.put(id, true);
    }

    /// Whether a message said the same before.
    public boolean said(String id, String text) {
        Long before = words.get(id);
        return before != null && before == mark(text);
    }

    /// What a message says now.
    public void keep(String id, String text) {
        words.put(id, mark(text));
    }

    private static long mark(String text) {
        return ((long) text.length() << 32) | (text.hashCode() & 0xffff_ffffL);
    }
}
