package moltbot.breaker.stage;

/// One question every request has to pass. Each knows nothing of the others; [Admission] holds their order.
@FunctionalInterface
interface Stage {
    Verdict judge(Visit visit) throws InterruptedException;
}
