package moltbot.gateway.channel.whatsapp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.Cut;

/// What the house said lately, by the messages' ids: whoever answers to a message is told of by its id alone. Kept in
/// memory only. Safe for several threads.
final class Said {
    private static final int MOST = 500;
    private static final int MOST_QUOTED = 500;

    private record Words(String person, String text) {}

    private final Map<String, Words> said = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Words> eldest) {
            return size() > MOST;
        }
    };

    /// The house said that to somebody.
    synchronized void keep(String message, String person, String text) {
        said.put(message, new Words(person, Cut.marked(text, MOST_QUOTED)));
    }

    /// What this message said to that person; nobody is shown what was said to another.
    synchronized Optional<String> to(String person, String message) {
        return Optional.ofNullable(said.get(message))
                .filter(words -> words.person().equals(person))
                .map(Words::text);
    }
}
