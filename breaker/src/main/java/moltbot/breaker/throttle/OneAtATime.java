package moltbot.breaker.throttle;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// Lets one expensive thing happen at a time and a few wait for it; who comes after those is sent away at once. So a
/// flood of passwords costs one computation's memory and one core.
public final class OneAtATime {
    private final int most;
    private final AtomicInteger inside = new AtomicInteger();
    private final Semaphore turn = new Semaphore(1, true);

    public OneAtATime(int mayWait) {
        this.most = 1 + mayWait;
    }

    /// True if it is (after waiting) the caller's turn, who then must [#leave]; false if too many wait.
    public boolean enter() throws InterruptedException {
        if (inside.incrementAndGet() > most) {
            inside.decrementAndGet();
            return false;
        }
        try {
            turn.acquire();
            return true;
        } catch (InterruptedException e) {
            inside.decrementAndGet();
            throw e;
        }
    }

    /// The caller is done.
    public void leave() {
        turn.release();
        inside.decrementAndGet();
    }
}
