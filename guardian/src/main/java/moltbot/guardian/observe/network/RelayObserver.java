package moltbot.guardian.observe.network;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.Listener;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.network.Relay;
import moltbot.guardian.fact.network.Relay.Verdict;
import moltbot.guardian.observe.knock.Knock;
import moltbot.guardian.observe.knock.Knock.Manner;
import moltbot.guardian.observe.knock.LocalTarget;
import moltbot.guardian.observe.knock.Sight;
import moltbot.guardian.observe.knock.Tls;
import org.jspecify.annotations.Nullable;

/// Sees which of the owner's other programs carry strangers to our breaker: asks each of their listeners that other
/// machines can reach once, again when our own listener is another, and now and then those that speak HTTP. One that
/// did carry is asked every few seconds for as long as it is there, for it may begin again. Nothing is asked while our
/// breaker does not listen: then nothing can be carried.
///
/// Asking takes place on threads of its own, so that one that does not answer holds up no other; [#observe] tells what
/// is known. For use by one thread.
public final class RelayObserver {
    static final Duration WEB_AGAIN = Duration.ofMinutes(5);
    static final Duration OTHER_AGAIN = Duration.ofHours(1);
    static final Duration SUSPECT_AGAIN = Duration.ofSeconds(4);
    private static final Duration SOON = Duration.ofSeconds(1);
    static final Duration LATE = Duration.ofSeconds(10);
    private static final int AT_ONCE = 16;
    private static final int MARK_BYTES = 16;
    static final int MAX_LISTENERS = 2_000;

    /// What the observer needs from around it.
    ///
    /// @param names  what our breaker answers to
    /// @param sight  waits for a mark at the breaker
    /// @param past   where another program's panel is guarded
    record Tools(
            List<String> names,
            Function<String, Sight> sight,
            Function<Listener, String> programs,
            Optional<Past> past,
            RandomGenerator random,
            LongSupplier nanos) {}

    /// What is known of one listener. Its fields are its observer's, under its lock.
    private static final class Entry {
        private Verdict verdict = Verdict.PENDING;
        private Manner manner = Manner.OTHER;
        private String how = "";
        private String program = "";
        private boolean suspect;
        private boolean asking;
        private Set<Long> door = Set.of();
        private long due;
        /// It is to be asked, and since when that did not come to an end.
        private boolean waiting;

        private long since;
    }

    private final Set<Endpoint> declared;
    private final Supplier<Listeners> listeners;
    private final Tools tools;
    private final Runnable news;
    private final Map<Listener, Entry> known = new LinkedHashMap<>();
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final AtomicBoolean prepared = new AtomicBoolean();
    private @Nullable String trouble;
    private boolean overfull;

    /// @param declared  where our breaker listens
    /// @param news      called, on another thread, when something new is known
    RelayObserver(Set<Endpoint> declared, Supplier<Listeners> listeners, Tools tools, Runnable news) {
        this.declared = Set.copyOf(declared);
        this.listeners = listeners;
        this.tools = tools;
        this.news = news;
    }

    /// True where a listener is to be asked now.
    public synchronized boolean changed() {
        for (Map.Entry<Listener, Entry> one : known.entrySet()) {
            if (due(one.getValue(), door())) {
                return true;
            }
        }
        return false;
    }

    /// What is known now; begins to ask whom to ask.
    public synchronized Observation<List<Relay>> observe() {
        Listeners now = listeners.get();
        Map<Listener, Boolean> others = others(now);
        known.keySet().retainAll(others.keySet());
        Set<Long> door = door();
        List<Relay> relays = new ArrayList<>();
        List<Endpoint> late = new ArrayList<>();
        others.forEach((listener, settled) -> {
            Entry entry = known.computeIfAbsent(listener, _ -> newEntry());
            boolean due = due(entry, door);
            await(entry, due, door.isEmpty());
            if (due && places.tryAcquire()) {
                begin(listener, entry, door);
            }
            if (late(entry)) {
                late.add(listener.endpoint());
            }
            relays.add(new Relay(listener, settled, entry.verdict, entry.how, entry.program));
        });
        if (trouble != null) {
            return new Observation.Partial<>(relays, trouble);
        } else if (overfull) {
            // Whoever opens more than are asked could hide one among them.
            return new Observation.Partial<>(
                    relays,
                    "Other programs have more than " + MAX_LISTENERS + " listeners; the rest were not asked whether"
                            + " they carry strangers to the panel. Close those that nobody needs.");
        }
        return late.isEmpty()
                ? new Observation.Seen<>(relays)
                : new Observation.Partial<>(
                        relays,
                        "It is not known whether " + late.getFirst()
                                + (late.size() == 1 ? "" : " and " + (late.size() - 1) + " more listeners")
                                + " carries strangers to the panel: asking has not ended in "
                                + LATE.toSeconds() + " seconds.");
    }

    /// One whose asking failed goes on waiting; while our breaker does not listen nobody waits.
    private void await(Entry entry, boolean due, boolean shut) {
        if (!due && !entry.asking) {
            entry.waiting &= !shut;
        } else if (!entry.waiting) {
            entry.waiting = true;
            entry.since = tools.nanos().getAsLong();
        }
    }

    /// What was never asked hides what it is, and an asking that does not end keeps a place from the others.
    private boolean late(Entry entry) {
        return entry.waiting
                && (entry.asking || entry.verdict == Verdict.PENDING)
                && tools.nanos().getAsLong() - entry.since >= LATE.toNanos();
    }

    private Entry newEntry() {
        Entry entry = new Entry();
        entry.due = tools.nanos().getAsLong();
        return entry;
    }

    /// The others' listeners that other machines can reach, and whether it is settled that they are the others'.
    private Map<Listener, Boolean> others(Listeners now) {
        Map<Listener, Boolean> others = new LinkedHashMap<>();
        now.foreign().forEach(one -> others.put(one, true));
        now.unknown().forEach(one -> others.put(one, false));
        others.keySet().removeIf(one -> one.endpoint().address().isLoopback() || declared.contains(one.endpoint()));
        overfull = others.size() > MAX_LISTENERS;
        while (others.size() > MAX_LISTENERS) {
            others.remove(others.keySet().iterator().next());
        }
        return others;
    }

    /// Our breaker's own listeners, by what tells them apart; empty while it does not listen.
    private Set<Long> door() {
        Set<Long> ids = new HashSet<>();
        for (Listeners.Ours ours : listeners.get().ours()) {
            if (ours.owner().breaker()) {
                ids.add(ours.listener().id());
            }
        }
        return ids;
    }

    private boolean due(Entry entry, Set<Long> door) {
        if (entry.asking || (door.isEmpty() && !entry.suspect && tools.past().isEmpty())) {
            return false;
        }
        boolean anotherDoor = !door.isEmpty() && !entry.door.equals(door) && entry.manner != Manner.SPOKE_FIRST;
        return anotherDoor || tools.nanos().getAsLong() - entry.due >= 0;
    }

    private void begin(Listener listener, Entry entry, Set<Long> door) {
        entry.asking = true;
        entry.door = door;
        if (entry.verdict != Verdict.PENDING) {
            entry.since = tools.nanos().getAsLong();
        }
        Thread.ofVirtual().name("knock").start(() -> {
            try {
                knock(listener, entry, !door.isEmpty());
            } finally {
                places.release();
                news.run();
                if (prepared.compareAndSet(false, true)) {
                    Tls.prepare();
                }
            }
        });
    }

    private void knock(Listener listener, Entry entry, boolean open) {
        byte[] random = new byte[MARK_BYTES];
        tools.random().nextBytes(random);
        String mark = HexFormat.of().formatHex(random);
        try (Sight sight = tools.sight().apply(mark)) {
            Ends visitors = tools.past().isPresent() ? tools.past().get().visitors() : Ends.NONE;
            Knock.Outcome outcome = null;
            Endpoint asked = listener.endpoint();
            for (Endpoint target : LocalTarget.of(listener.endpoint())) {
                if (outcome == null || outcome.manner() == Manner.REFUSED) {
                    outcome = new Knock(target, mark, sight).ask(tools.names());
                    asked = target;
                }
            }
            if (outcome != null) {
                Optional<String> past = outcome.carried() ? Optional.of("") : past(listener, asked, visitors);
                boolean found = outcome.carried() || !past.orElse("").isEmpty();
                settle(entry, outcome, new Found(past, found ? tools.programs().apply(listener) : ""), open);
            }
        } catch (IOException | RuntimeException | Error e) {
            fail(entry, e);
        }
    }

    /// How it leads to the guarded panel, and not by our breaker: as [Past#leads].
    private Optional<String> past(Listener listener, Endpoint asked, Ends visitors) throws IOException {
        if (tools.past().isEmpty()) {
            return Optional.of("");
        }
        Past past = tools.past().get();
        String how = past.owns(listener, listeners.get());
        return how.isEmpty() ? past.leads(asked, visitors) : Optional.of(how);
    }

    /// @param past  how it leads past our breaker, an empty text where it does not, nothing where that cannot be told
    private record Found(Optional<String> past, String program) {}

    private synchronized void settle(Entry entry, Knock.Outcome outcome, Found found, boolean open) {
        trouble = null;
        entry.asking = false;
        entry.waiting = false;
        entry.manner = outcome.manner();
        if (outcome.carried()) {
            entry.suspect = true;
            entry.verdict = Verdict.CARRIES;
            entry.how = outcome.how();
            entry.program = found.program();
        } else if (!found.past().orElse("").isEmpty()) {
            entry.suspect = true;
            entry.verdict = Verdict.PAST;
            entry.how = found.past().orElse("");
            entry.program = found.program();
        } else if (entry.verdict == Verdict.PAST && found.past().isEmpty()) {
            // Its own visitors keep it from being counted: what was found once stands until it is seen to be gone.
            entry.suspect = true;
        } else if (entry.verdict != Verdict.CARRIES || open || outcome.manner() == Manner.WEB) {
            // While our breaker is shut, only an answer of its own shows that it carries nobody to us any more.
            entry.verdict = Verdict.OTHER;
        }
        entry.due = tools.nanos().getAsLong() + again(entry).toNanos();
    }

    private static Duration again(Entry entry) {
        if (entry.suspect) {
            return SUSPECT_AGAIN;
        }
        return switch (entry.manner) {
            case WEB, NOTHING_BEHIND, BROKE_OFF -> WEB_AGAIN;
            case UNTOUCHED, REFUSED, SPOKE_FIRST, OTHER, SILENT -> OTHER_AGAIN;
        };
    }

    private synchronized void fail(Entry entry, Throwable e) {
        trouble = "It could not be seen whether other programs carry strangers to the panel: "
                + (e instanceof ContractException ? e.getMessage() : e);
        entry.asking = false;
        entry.door = Set.of(-1L);
        entry.due = tools.nanos().getAsLong() + SOON.toNanos();
    }
}
