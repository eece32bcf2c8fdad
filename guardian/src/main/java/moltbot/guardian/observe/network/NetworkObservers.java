package moltbot.guardian.observe.network;

import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import moltbot.contract.link.LinkClient;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.Listeners;

/// Makes the observers of the network that fit this system.
public final class NetworkObservers {
    private NetworkObservers() {}

    /// Who carries strangers to our breaker.
    ///
    /// @param names    what our breaker answers to
    /// @param breaker  its link, to hear what arrives there
    /// @param news     called, on another thread, when something new is known
    public static RelayObserver relays(
            Set<Endpoint> declared,
            Supplier<Listeners> listeners,
            List<String> names,
            LinkClient breaker,
            Runnable news) {
        RelayObserver.Tools tools = new RelayObserver.Tools(
                names,
                Sight.by(breaker),
                listener -> Programs.nameOf(listener.id()),
                new SecureRandom(),
                System::nanoTime);
        return new RelayObserver(declared, listeners, tools, news);
    }
}
