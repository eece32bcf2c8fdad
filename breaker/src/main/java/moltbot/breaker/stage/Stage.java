package moltbot.breaker.stage;

/// One question every request has to pass. Each knows nothing of the others; [Admission] holds their order.
@FunctionalInterface
public interface Stage {
    Verdict judge(Visit visit) throws InterruptedException;

    /// True where [#judge] may wait: for a body, a disk, a hash. It is then called on a thread that may.
    default boolean waits(Visit visit) {
        return false;
    }
}
