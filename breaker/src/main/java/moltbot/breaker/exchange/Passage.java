package moltbot.breaker.exchange;

import io.netty.buffer.ByteBuf;

/// Takes over an exchange on the event loop, where nothing may wait; what it says back goes to its [Line]. Everything
/// is called on the event loop.
public interface Passage {
    /// A piece of the request's body, which now belongs to the passage; the last one may be empty. Comes only after
    /// [Line#readMore].
    void body(ByteBuf piece, boolean last);

    /// The body is not well formed: no more of it will come.
    void broken();

    /// The browser reads again, or has stopped.
    void writability();

    /// The browser has gone or was cut off.
    void gone();
}
