package moltbot.guardian.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.Listener;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.Owner;
import org.junit.jupiter.api.Test;

class ListenerObserverTest {
    private static final Listener ONE = new Listener(new Endpoint(IpAddress.ANY_V4, 80), 0, 1);
    private static final Listener TWO = new Listener(new Endpoint(IpAddress.ANY_V4, 81), 0, 2);

    private final List<Listener> table = new ArrayList<>();
    private final Map<Listener, Owner> owners = new HashMap<>();
    private final List<String> blind = new ArrayList<>();
    private final List<Set<Listener>> walks = new ArrayList<>();
    private boolean broken;
    private long now;
    private final ListenerObserver observer = new ListenerObserver(this::read, this::walk, () -> now);

    @Test
    void looksIntoProcessesOnlyForWhatIsNew() {
        table.add(ONE);
        owners.put(ONE, new Owner(5, "control", false));
        assertThat(seen().ours()).hasSize(1);
        for (int i = 0; i < 10; i++) {
            seen();
        }
        assertThat(walks).containsExactly(Set.of(ONE));
        table.add(TWO);
        seen();
        assertThat(walks.get(1)).containsExactly(TWO);
    }

    @Test
    void aListenerIsForeignOnlyAfterThreeLooks() {
        table.add(ONE);
        assertThat(seen().unknown()).containsExactly(ONE);
        assertThat(seen().unknown()).containsExactly(ONE);
        assertThat(seen().foreign()).containsExactly(ONE);
        seen();
        assertThat(walks).hasSize(3);
    }

    @Test
    void aProcessMissedWhileItStartedIsFoundAtTheNextLook() {
        table.add(ONE);
        seen();
        owners.put(ONE, new Owner(5, "control", false));
        assertThat(seen().ours()).hasSize(1);
    }

    @Test
    void aForeignSocketThatIsHandedToUsIsFoundLater() {
        table.add(ONE);
        seen();
        seen();
        seen();
        owners.put(ONE, new Owner(5, "control", false));
        assertThat(seen().ours()).isEmpty();
        now += 31_000_000_000L;
        assertThat(seen().ours()).hasSize(1);
    }

    @Test
    void aProcessOfOursThatCannotBeLookedIntoIsNoGoodNews() {
        table.add(ONE);
        blind.add("control (process 5)");
        observer.observe();
        observer.observe();
        assertThat(observer.observe()).isInstanceOf(Observation.Unobservable.class);
        assertThat(observer.observe()).isInstanceOf(Observation.Unobservable.class);
        blind.clear();
        assertThat(seen().foreign()).containsExactly(ONE);
    }

    @Test
    void aTableThatCannotBeReadIsUnobservable() {
        broken = true;
        assertThat(observer.observe()).isInstanceOf(Observation.Unobservable.class);
    }

    private List<Listener> read() throws IOException {
        if (broken) {
            throw new IOException("gone");
        }
        return List.copyOf(table);
    }

    private Processes.Attribution walk(Set<Listener> wanted) {
        walks.add(Set.copyOf(wanted));
        Map<Listener, Owner> found = new HashMap<>(owners);
        found.keySet().retainAll(wanted);
        return new Processes.Attribution(found, blind);
    }

    private Listeners seen() {
        if (observer.observe() instanceof Observation.Seen<Listeners>(Listeners fact)) {
            return fact;
        }
        throw new AssertionError("not seen");
    }
}
