package moltbot.control.channel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What the latest commands were answered. A messenger may hand over a message again whose taking it was not told of;
/// a command that was carried out is not carried out again for that. Safe for several threads.
final class Answered {
    private static final int MOST = 512;

    private final Map<String, String> answers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    /// What this message was answered, if it was a command that came before.
    synchronized Optional<String> find(Spot spot, String id) {
        return Optional.ofNullable(answers.get(spot.key() + "/" + id));
    }

    synchronized void keep(Spot spot, String id, String answer) {
        answers.put(spot.key() + "/" + id, answer);
    }
}
