package moltbot.runtime.session;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The halls that are in use: a hall is there while someone watches or a turn runs. Safe for several threads.
final class Audience {
    private static final class Place {
        private final Hall hall = new Hall();
        private int users;
    }

    private final ConcurrentHashMap<SessionKey, Place> places = new ConcurrentHashMap<>();

    /// The conversation's hall, made if need be; to be given back.
    Hall enter(SessionKey session) {
        Place place = places.compute(session, (_, found) -> {
            Place used = found == null ? new Place() : found;
            used.users++;
            return used;
        });
        return place.hall;
    }

    void leave(SessionKey session) {
        places.computeIfPresent(session, (_, place) -> --place.users == 0 ? null : place);
    }

    /// The hall, if anyone is in it.
    @Nullable
    Hall find(SessionKey session) {
        Place place = places.get(session);
        return place == null ? null : place.hall;
    }
}
