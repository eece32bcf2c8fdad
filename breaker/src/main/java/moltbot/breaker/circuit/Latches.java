package moltbot.breaker.circuit;

/// Where the latch is kept. A latch that cannot be understood is reported as a trip, never as none.
public interface Latches {
    /// What was kept last, or [Latch#NONE].
    Latch load();

    /// Keeps it. Returns only when it would survive a power cut; throws where it might not.
    void save(Latch latch);
}
