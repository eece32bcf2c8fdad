package moltbot.control.approval;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import moltbot.contract.web.Addresses;

/// The addresses that the owner wrote lately, as control itself heard them: the runtime is not believed about that.
/// Forgotten with this process, after which an address is asked about. Safe for use by several threads.
final class OwnersWords {
    private static final int MOST_SESSIONS = 256;
    private static final int MOST_ADDRESSES = 2_000;

    private final Map<String, Set<String>> heard = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<String>> eldest) {
            return size() > MOST_SESSIONS;
        }
    };

    synchronized void wrote(String sender, String session, String text) {
        Set<String> addresses = heard.computeIfAbsent(sender + "/" + session, _ -> new HashSet<>());
        for (String address : Addresses.saidIn(text)) {
            if (addresses.size() < MOST_ADDRESSES) {
                addresses.add(address);
            }
        }
    }

    synchronized boolean named(String sender, String session, String address) {
        return heard.getOrDefault(sender + "/" + session, Set.of()).contains(address);
    }
}
