package moltbot.guardian.observe;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.Listener;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.Owner;
import org.jspecify.annotations.Nullable;

/// Sees every TCP listener of this machine and tells ours from the others. Looks into processes only for listeners it
/// does not know yet, several times, since a process may be missed while it starts; and for those of others again now
/// and then, since a socket can be handed on. One thread observes; [#latest] may be read by any.
public final class ListenerObserver implements AutoCloseable {
    /// A listener is foreign once this many looks have found no owner of ours.
    private static final int LOOKS = 3;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private static final class Known {
        private @Nullable Owner owner;
        private int looks;
    }

    private final SocketTable table;
    private final Processes processes;
    private final LongSupplier nanos;
    private final Map<Listener, Known> known = new HashMap<>();
    private List<Listener> last = List.of();
    private long lookedAgain;
    private boolean unsettled = true;
    private volatile Listeners latest = Listeners.NONE;

    ListenerObserver(SocketTable table, Processes processes, LongSupplier nanos) {
        this.table = table;
        this.processes = processes;
        this.nanos = nanos;
        this.lookedAgain = nanos.getAsLong();
    }

    /// What was seen last.
    public Listeners latest() {
        return latest;
    }

    /// Looks now.
    public Observation<Listeners> observe() {
        try {
            List<Listener> now = table.listeners();
            boolean again = nanos.getAsLong() - lookedAgain > LOOK_AGAIN.toNanos();
            if (!unsettled && !again && now.equals(last)) {
                return new Observation.Seen<>(latest);
            }
            return update(now, again);
        } catch (IOException | ContractException e) {
            unsettled = true;
            return new Observation.Unobservable<>("The list of listening sockets could not be read: " + e.getMessage());
        }
    }

    private Observation<Listeners> update(List<Listener> now, boolean again) throws IOException {
        last = now;
        unsettled = false;
        known.keySet().retainAll(new HashSet<>(now));
        Set<Listener> open = new HashSet<>();
        for (Listener listener : now) {
            Known entry = known.computeIfAbsent(listener, _ -> new Known());
            if (entry.owner == null && (entry.looks < LOOKS || again)) {
                open.add(listener);
            }
        }
        lookedAgain = again ? nanos.getAsLong() : lookedAgain;
        List<String> blind = open.isEmpty() ? List.of() : attribute(open);
        publish(now);
        if (!blind.isEmpty() && hidden(open)) {
            return new Observation.Unobservable<>(
                    "It cannot be seen what these listen on: " + String.join(", ", blind));
        }
        return new Observation.Seen<>(latest);
    }

    private List<String> attribute(Set<Listener> open) throws IOException {
        Processes.Attribution attribution = processes.attribute(open);
        unsettled = !attribution.blind().isEmpty();
        for (Listener listener : open) {
            Known entry = known.get(listener);
            if (entry != null) {
                entry.owner = attribution.owners().get(listener);
                entry.looks++;
                unsettled |= entry.owner == null && entry.looks < LOOKS;
            }
        }
        return attribution.blind();
    }

    /// True where a listener stays without an owner after all looks: it may be of a process that cannot be looked into.
    private boolean hidden(Set<Listener> open) {
        for (Listener listener : open) {
            Known entry = known.get(listener);
            if (entry != null && entry.owner == null && entry.looks >= LOOKS) {
                entry.looks = LOOKS - 1;
                return true;
            }
        }
        return false;
    }

    private void publish(List<Listener> now) {
        List<Listeners.Ours> ours = new ArrayList<>();
        List<Listener> foreign = new ArrayList<>();
        List<Listener> unknown = new ArrayList<>();
        for (Listener listener : now) {
            Known entry = known.get(listener);
            if (entry != null && entry.owner != null) {
                ours.add(new Listeners.Ours(listener, entry.owner));
            } else {
                (entry != null && entry.looks >= LOOKS ? foreign : unknown).add(listener);
            }
        }
        Listeners next = new Listeners(ours, foreign, unknown);
        latest = next.equals(latest) ? latest : next;
    }

    @Override
    public void close() {
        table.close();
    }
}
