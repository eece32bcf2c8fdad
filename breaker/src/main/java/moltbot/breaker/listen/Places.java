package moltbot.breaker.listen;

import io.netty.channel.Channel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import moltbot.breaker.exchange.Household;

/// Who may keep a connection. Bounded in all and for each household; where there is no place left, the oldest
/// connection that has not sent a whole request makes room, and then the oldest that does not read its answer, so that
/// holding on keeps nobody out. What is being answered, and read, is never closed for another. On the event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a channel that cannot be closed is closed
final class Places {
    static final int MOST = 512;
    /// Ten times what a browser opens.
    static final int OF_A_HOUSEHOLD = 64;
    /// On this machine sit the owner's browsers, the guardian's probe, the command line, and perhaps a proxy that
    /// brings everybody; the other half stays for other machines.
    static final int OF_THIS_MACHINE = MOST / 2;

    private record Place(String household, Tenant tenant) {}

    private final Map<Channel, Place> taken = new LinkedHashMap<>();

    /// True if the channel has a place now, which it gives back when it closes.
    boolean take(Channel channel, String household, Tenant tenant) {
        long mine = taken.values().stream()
                .filter(place -> place.household().equals(household))
                .count();
        int share = household.equals(Household.THIS_MACHINE) ? OF_THIS_MACHINE : OF_A_HOUSEHOLD;
        if (mine >= share && !makeRoom(place -> place.household().equals(household))) {
            return false;
        }
        if (taken.size() >= MOST && !makeRoom(place -> true)) {
            return false;
        }
        taken.put(channel, new Place(household, tenant));
        channel.closeFuture().addListener(closed -> taken.remove(channel));
        return true;
    }

    /// Closes every connection on which nothing is under way that ends by itself; true if none is left.
    boolean leaveIdle() {
        while (close(place -> !place.tenant().busy())) {
            continue;
        }
        return taken.isEmpty();
    }

    private boolean makeRoom(Predicate<Place> among) {
        return close(among.and(place -> place.tenant().awaitsHead()))
                || close(among.and(place -> place.tenant().awaitsBody()))
                || close(among.and(place -> place.tenant().awaitsReader()));
    }

    private boolean close(Predicate<Place> which) {
        for (Map.Entry<Channel, Place> entry : taken.entrySet()) {
            if (which.test(entry.getValue())) {
                taken.remove(entry.getKey());
                entry.getKey().close();
                return true;
            }
        }
        return false;
    }
}
