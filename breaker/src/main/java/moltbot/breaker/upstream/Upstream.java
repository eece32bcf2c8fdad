package moltbot.breaker.upstream;

import moltbot.breaker.exchange.Exchange;

/// What stands behind the breaker. One adapter for control and one for another program's panel; both are used by
/// several threads.
public interface Upstream extends AutoCloseable {
    /// True where [#forward] keeps its thread until the exchange is over, and so must not be given the event
    /// loop; else it is called on the event loop, and never waits.
    boolean waits();

    /// Forwards one exchange; what became of it is told to [Errand#done], once.
    void forward(Exchange exchange, Errand errand) throws InterruptedException;

    /// Ends everything that is under way, at once. Any thread.
    void cutAll();

    /// Ends what is under way for a sign-in that does not hold any more. Any thread.
    void cutEnded();

    @Override
    void close();
}
