package moltbot.breaker.exchange;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request and its answer. Begins on the event loop, where only [#answer], [#apart] and [#pass] may be
/// used; after [#apart] it belongs to one (virtual) thread, which may wait in it. [#abort] may come from any.
///
/// Either [#answer] once, or [#begin], any number of [#write], [#end]. After the other end has gone, everything
/// fails with [Code#LOST] and [#gone] is true: nobody is there to be told.
public interface Exchange {
    Request request();

    /// The next piece of the request's body, or null at its end. Nothing more is read from the network meanwhile.
    byte @Nullable [] nextBody() throws InterruptedException;

    /// The same, waited for no longer than that.
    default byte @Nullable [] nextBody(Duration most) throws InterruptedException {
        return nextBody();
    }

    /// Length of the body where it was declared, −1 where it is sent in chunks, 0 where there is none.
    long declaredBytes();

    /// Sends a whole answer.
    void answer(Answer answer);

    /// Sends the head of a streamed answer.
    void begin(int status, Map<String, String> headers);

    /// Sends one piece, at once; waits while the other end does not read.
    void write(byte[] piece) throws InterruptedException;

    /// Completes a streamed answer.
    void end();

    /// True once a head has been sent.
    boolean begun();

    /// The status of the head that was sent; zero before.
    int status();

    /// Goes on with this exchange on a thread of its own, which may wait. On the event loop.
    void apart(Runnable work);

    /// Leaves the rest of this exchange to `passage`, on the event loop.
    Line pass(Passage passage);

    /// Cuts the connection, in the middle of anything.
    void abort();

    /// True once the other end has gone or was cut off.
    boolean gone();

    /// Runs `action` when the other end has gone, at once if it has already; perhaps twice. One action only.
    void whenGone(Runnable action);
}
