package moltbot.guardian.observe.network;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.network.Network;
import moltbot.guardian.fact.network.Surround;
import moltbot.guardian.observe.network.ProcRoutes.View;

/// Sees which networks this machine is in, and which of them are new. What is new is told for a while, long enough to
/// trip by it, and is known from then on: the trip stays latched until the owner resets it, and that is the owner's
/// word on the network. For use by one thread.
public final class SurroundObserver {
    /// An address may be there a moment before its gateway has been met.
    static final Duration SETTLED = Duration.ofSeconds(2);
    static final Duration KNOWN_AFTER = Duration.ofSeconds(15);

    /// Where the networks are read from; IOException where they cannot be.
    interface Source {
        View read() throws IOException;
    }

    private final Source source;
    private final Supplier<Listeners> listeners;
    private final boolean declaredOutside;
    private final NetworkFile file;
    private final LongSupplier nanos;
    private final Runnable moved;
    private final KnownNetworks known;
    private final Map<String, Long> since = new HashMap<>();
    private Map<String, Set<String>> last = Map.of();
    private boolean began;
    private boolean remembered;

    /// @param declared  where our breaker may listen
    /// @param moved     called when the machine is in a network that it was not in a moment ago
    SurroundObserver(
            Source source,
            Supplier<Listeners> listeners,
            Set<Endpoint> declared,
            NetworkFile file,
            LongSupplier nanos,
            Runnable moved) {
        this.source = source;
        this.listeners = listeners;
        this.declaredOutside = declared.stream().anyMatch(one -> !one.address().isLoopback());
        this.file = file;
        this.nanos = nanos;
        this.moved = moved;
        this.known = new KnownNetworks(file.read());
        this.remembered = !known.toList().isEmpty();
    }

    /// Looks now.
    public Observation<Surround> observe() {
        View view;
        try {
            view = source.read();
        } catch (IOException | ContractException e) {
            return new Observation.Unobservable<>("This machine's networks could not be seen: " + e.getMessage());
        }
        List<Listeners.Ours> ours = listeners.get().ours();
        boolean exposed = declaredOutside
                || ours.stream()
                        .anyMatch(one -> !one.listener().endpoint().address().isLoopback());
        notice(view);
        List<Network> newcomers = exposed && remembered ? newcomers(view) : accepted(view, exposed);
        return new Observation.Seen<>(new Surround(newcomers, view.global6(), exposed, ours));
    }

    /// At the first look, and while nobody can reach us, what is there is as it should be.
    private List<Network> accepted(View view, boolean exposed) {
        view.uplinks().forEach(known::accept);
        if (exposed) {
            remembered = true;
            file.write(known.toList());
        }
        return List.of();
    }

    private List<Network> newcomers(View view) {
        long now = nanos.getAsLong();
        List<Network> newcomers = new ArrayList<>();
        Set<String> strange = new HashSet<>();
        for (Uplink uplink : view.uplinks()) {
            boolean gateway = known.strangeGateway(uplink);
            if (gateway || known.strangeRange(uplink)) {
                Network network = KnownNetworks.network(uplink);
                strange.add(network.id());
                long age = now - since.computeIfAbsent(network.id(), _ -> now);
                if (age >= SETTLED.plus(KNOWN_AFTER).toNanos()) {
                    known.accept(uplink);
                    file.write(known.toList());
                } else if (gateway || age >= SETTLED.toNanos()) {
                    newcomers.add(network);
                }
            }
        }
        since.keySet().retainAll(strange);
        return newcomers;
    }

    /// That a gateway is met which was silent before is no move.
    private void notice(View view) {
        Map<String, Set<String>> now = new HashMap<>();
        boolean other = false;
        for (Uplink uplink : view.uplinks()) {
            List<String> ranges = uplink.ranges().stream()
                    .filter(Uplink.Range::isV4)
                    .map(Uplink.Range::toString)
                    .sorted()
                    .toList();
            String place = uplink.device() + " " + ranges;
            Set<String> before = last.get(place);
            Set<String> gateways = new HashSet<>(uplink.gateways().values());
            boolean strange = before != null && !before.isEmpty() && Collections.disjoint(before, gateways);
            other |= before == null || (strange && !gateways.isEmpty());
            now.put(place, gateways.isEmpty() && before != null ? before : gateways);
        }
        if (began && other) {
            moved.run();
        }
        began = true;
        last = now;
    }
}
