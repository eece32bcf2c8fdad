package moltbot.gateway.channel.signal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.Cut;
import moltbot.contract.channel.Address;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Incoming;

/// Messages that answers can be shown with: Signal wants to be told who wrote them, when, and what. Those since the
/// start, and of many the latest. Safe for several threads.
final class Quotes {
    private static final int MOST = 256;
    private static final int MOST_SHOWN = 200;

    private record Quoted(Address place, JsonObject quote) {}

    private final Map<String, Quoted> quotes = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Quoted> eldest) {
            return size() > MOST;
        }
    };

    /// The house has it.
    synchronized void keep(Incoming message) {
        JsonObject quote = JsonObject.with("quoteTimestamp", Envelope.timestamp(message.id()))
                .with("quoteAuthor", message.who().id())
                .with("quoteMessage", Cut.of(message.text(), MOST_SHOWN))
                .build();
        quotes.put(message.id(), new Quoted(message.place(), quote));
    }

    /// What of the request `send` shows that message with it; empty where it is not known there, for nobody is shown
    /// what was written elsewhere.
    synchronized Optional<JsonObject> of(String id, Address place) {
        return Optional.ofNullable(quotes.get(id))
                .filter(quoted -> quoted.place().equals(place))
                .map(Quoted::quote);
    }
}
