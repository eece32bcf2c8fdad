package moltbot.guardian.observe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.Listener;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.Probe;
import moltbot.guardian.fact.Probe.Answer;

/// Sees what a stranger gets: asks every address of this machine on every declared port, and every other listener of
/// ours. An address that another program answers is left alone: what it says is its owner's affair.
/// Where there are more places than it asks, the view is [Observation.Partial].
public final class ProbeObserver {
    /// A host of many containers has an address for each; one that does not listen costs no more than a refusal.
    static final int MAX_TARGETS = 512;

    private final Set<Endpoint> declared;
    private final Supplier<Listeners> listeners;
    private volatile Set<Endpoint> asked = Set.of();

    ProbeObserver(Set<Endpoint> declared, Supplier<Listeners> listeners) {
        this.declared = declared;
        this.listeners = listeners;
    }

    /// Where the owner said that the panel is.
    public Set<Endpoint> declared() {
        return declared;
    }

    /// True where there is another place to ask than last time: an interface or a listener came or went.
    public boolean changed() {
        try {
            return !targets().equals(asked);
        } catch (IOException e) {
            return true;
        }
    }

    /// Asks everywhere now.
    public Observation<List<Probe>> observe() {
        try (ExecutorService strangers = Executors.newVirtualThreadPerTaskExecutor()) {
            Set<Endpoint> targets = targets();
            asked = targets;
            List<Future<List<Probe>>> answers = new ArrayList<>();
            for (Endpoint target : targets.stream().limit(MAX_TARGETS).toList()) {
                answers.add(strangers.submit(() -> askAll(target)));
            }
            List<Probe> probes = new ArrayList<>();
            for (Future<List<Probe>> answer : answers) {
                probes.addAll(answer.get());
            }
            return verdict(probes, targets.size());
        } catch (IOException | ExecutionException e) {
            return new Observation.Unobservable<>("The panel's addresses could not be asked: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Observation.Unobservable<>("Asking the panel's addresses was interrupted.");
        }
    }

    /// A place that takes a connection and says nothing has not been seen to be safe.
    private static Observation<List<Probe>> verdict(List<Probe> probes, int places) {
        for (Probe probe : probes) {
            if (probe.answer() instanceof Answer.Silent(String why)) {
                String question = probe.request() + " at " + probe.target();
                return new Observation.Partial<>(probes, "There was no answer to " + question + ": " + why);
            }
        }
        return places <= MAX_TARGETS
                ? new Observation.Seen<>(probes)
                : new Observation.Partial<>(
                        probes,
                        "This machine has " + places + " addresses and ports where the panel could answer; only "
                                + MAX_TARGETS + " were asked. Listen on one literal address, or give it fewer.");
    }

    /// One request first: where it is refused, the others need not be sent.
    private static List<Probe> askAll(Endpoint target) {
        List<Probe> probes = new ArrayList<>();
        for (boolean misleading : new boolean[] {false, true}) {
            for (Stranger.Question question : Stranger.Question.values()) {
                Probe probe = Stranger.ask(target, question, misleading);
                probes.add(probe);
                if (!(probe.answer() instanceof Answer.Replied)) {
                    return probes;
                }
            }
        }
        return probes;
    }

    /// Every place where the panel could answer.
    public Set<Endpoint> targets() throws IOException {
        Listeners now = listeners.get();
        List<IpAddress> addresses = LocalAddresses.now();
        Set<Endpoint> targets = new LinkedHashSet<>(declared);
        for (Endpoint endpoint : declared) {
            addAll(addresses, endpoint.port(), targets);
        }
        for (Listeners.Ours ours : now.ours()) {
            Endpoint endpoint = ours.listener().endpoint();
            if (endpoint.address().isWildcard()) {
                addAll(addresses, endpoint.port(), targets);
            } else {
                targets.add(endpoint);
            }
        }
        targets.removeIf(target -> target.address().isWildcard() || answeredByOthers(target, now));
        return targets;
    }

    private static void addAll(List<IpAddress> addresses, int port, Set<Endpoint> targets) {
        for (IpAddress address : addresses) {
            targets.add(new Endpoint(address, port));
        }
    }

    /// True where the listener that would get this connection, the most exact one, is not ours.
    private static boolean answeredByOthers(Endpoint target, Listeners now) {
        List<Listener> others = new ArrayList<>(now.foreign());
        others.addAll(now.unknown());
        boolean taken = false;
        for (Listener other : others) {
            if (other.endpoint().equals(target)) {
                return true;
            }
            taken |= other.endpoint().takes(target);
        }
        return taken && !takenByOurs(target, now);
    }

    private static boolean takenByOurs(Endpoint target, Listeners now) {
        for (Listeners.Ours ours : now.ours()) {
            if (ours.listener().endpoint().takes(target)) {
                return true;
            }
        }
        return false;
    }
}
