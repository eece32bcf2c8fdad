package moltbot.systemtest.crash;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import moltbot.systemtest.channel.SignalHouse;

/// Kills a compartment every now and then, any of them, at any moment, until it is stopped.
final class Kills {
    static final String SIGNAL = "signal";
    static final String GATEWAY = "gateway";

    private static final List<String> VICTIMS =
            List.of("breaker", "guardian", "control", "runtime", GATEWAY, "spawner", SIGNAL);

    private final SignalHouse house;
    private final Duration between;
    private final List<Kill> done = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("kills").unstarted(this::run);

    /// One that died.
    ///
    /// @param at  when, in milliseconds since 1970
    record Kill(String victim, long at) {}

    /// @param between  on average; zero for no kills at all
    Kills(SignalHouse house, Duration between) {
        this.house = house;
        this.between = between;
    }

    void start() {
        if (!between.isZero()) {
            thread.start();
        }
    }

    private void run() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        try {
            while (!stopped.await(random.nextLong(2 * between.toMillis()), TimeUnit.MILLISECONDS)) {
                kill(VICTIMS.get(random.nextInt(VICTIMS.size())));
            }
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException("Nothing is killed any more", e);
        }
    }

    /// One that is not there is being started again.
    private void kill(String victim) throws IOException {
        Optional<ProcessHandle> process =
                victim.equals(SIGNAL) ? house.signal() : house.house().process(victim);
        if (process.isPresent()) {
            long at = System.currentTimeMillis();
            if (process.get().destroyForcibly()) {
                done.add(new Kill(victim, at));
            }
        }
    }

    List<Kill> all() {
        return List.copyOf(done);
    }

    /// True if one of these victims died between two moments, in milliseconds since 1970.
    boolean any(Set<String> victims, long from, long to) {
        return all().stream().anyMatch(kill -> victims.contains(kill.victim()) && kill.at() >= from && kill.at() <= to);
    }

    void stop() throws InterruptedException {
        stopped.countDown();
        thread.join();
    }
}
