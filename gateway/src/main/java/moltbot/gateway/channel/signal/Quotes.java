package moltbot.gateway.channel.signal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Incoming;

/// Messages that answers can be shown with: Signal wants to be told who wrote them, when, and what. Those since the
/// start, and of many the latest. Safe for several threads.
final class Quotes {
    private static final int MOST = 256;
    private static final int MOST_SHOWN = 200;

    private final Map<String, JsonObject> quotes = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, JsonObject> eldest) {
            return size() > MOST;
        }
    };

    /// The house has it.
    synchronized void keep(Incoming message) {
        String text = message.text();
        int end = Math.min(text.length(), MOST_SHOWN);
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        quotes.put(
                message.id(),
                JsonObject.with("quoteTimestamp", Envelope.timestamp(message.id()))
                        .with("quoteAuthor", message.who().id())
                        .with("quoteMessage", text.substring(0, end))
                        .build());
    }

    /// What of the request `send` shows that message with it; empty where it is not known.
    synchronized Optional<JsonObject> of(String id) {
        return Optional.ofNullable(quotes.get(id));
    }
}
