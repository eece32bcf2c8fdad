package moltbot.gateway;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import moltbot.gateway.channel.Alarm;
import moltbot.gateway.channel.ChannelState;
import moltbot.gateway.channel.ChannelState.Stage;
import org.jspecify.annotations.Nullable;

/// Has the owner told of a messenger that was reached and has not been for half an hour: whoever waits there sees
/// nothing. Once, until it is reached again. Why a messenger stays away that says so is told by its adapter. Looked at
/// each minute, by a thread of its own.
final class Absences implements AutoCloseable {
    private static final Duration LONG = Duration.ofMinutes(30);
    private static final Duration LOOKS = Duration.ofMinutes(1);

    private final Supplier<List<ChannelState>> states;
    private final Alarm alarm;
    private final InstantSource clock;
    /// Since when those are away that were there before; those that were told of are at the end of time.
    private final Map<String, Long> away = new HashMap<>();
    private final Map<String, Boolean> met = new HashMap<>();
    private volatile boolean closed;
    private @Nullable Thread watcher;

    Absences(Supplier<List<ChannelState>> states, Alarm alarm, InstantSource clock) {
        this.states = states;
        this.alarm = alarm;
        this.clock = clock;
    }

    void start() {
        watcher = Thread.ofVirtual().name("absences").start(() -> {
            while (!closed) {
                look();
                LockSupport.parkNanos(LOOKS.toNanos());
            }
        });
    }

    /// Looks once; by one thread.
    void look() {
        long now = clock.millis();
        for (ChannelState state : states.get()) {
            String name = state.channel();
            if (state.stage() != Stage.CONNECTING) {
                away.remove(name);
                met.put(name, state.stage() == Stage.CONNECTED);
            } else if (met.getOrDefault(name, false)) {
                long since = away.computeIfAbsent(name, _ -> now);
                if (now - since >= LONG.toMillis()) {
                    away.put(name, Long.MAX_VALUE);
                    alarm.ring(name, Alarm.Trouble.AWAY, since);
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        Thread running = watcher;
        if (running != null) {
            LockSupport.unpark(running);
        }
    }
}
