package moltbot.breaker.circuit;

/// Learns of every change of state while it happens: what it stops has stopped before anyone is told of the change.
/// Called under the circuit's lock, so be brief and never call back.
@FunctionalInterface
public interface Watcher {
    void changed(View before, View after);
}
