package moltbot.gateway.channel.discord;

import java.util.LinkedHashMap;
import java.util.Map;
import moltbot.contract.channel.Address;
import moltbot.gateway.channel.Incoming;

/// To which message the next one in a server's channel is an answer: to the only one that waits for one there. Where
/// several do, to none, for it could be another's. Safe for several threads.
final class Answering {
    private static final int MOST = 500;
    private static final String SEVERAL = "";

    private final Map<Address, String> waiting = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Address, String> eldest) {
            return size() > MOST;
        }
    };

    synchronized void heard(Incoming message) {
        String number = message.id().split("-", -1)[1];
        waiting.merge(message.place(), number, (_, _) -> SEVERAL);
    }

    /// The message's id, once; empty where there is none.
    synchronized String next(Address place) {
        String number = waiting.remove(place);
        return number == null ? "" : number;
    }
}
