package moltbot.breaker.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;

/// The browser's end of an exchange that the event loop passes on. Used on its event loop only, but for [#abort].
///
/// Either [#begin], any number of [#write], [#end]; or [#upgrade]. A whole answer of our own is still given by
/// [Exchange#answer].
public interface Line {
    EventLoop loop();

    /// Asks for one piece of the request's body.
    void readMore();

    /// Sends the head of an answer. Where `headers` names no length and the answer has a body, it is sent in chunks.
    void begin(int status, HttpHeaders headers);

    /// Sends one piece, whose buffer now belongs to the line; it goes out with [#flush] or [#end].
    void write(ByteBuf piece);

    void flush();

    /// Completes the answer.
    void end();

    /// False while the browser reads too slowly for what has been written.
    boolean writable();

    /// True where this connection can leave HTTP: it speaks HTTP/1.1 and nothing has come after the request.
    boolean upgradable();

    /// Sends `101` with these headers and leaves HTTP; from then on `frames` gets the bytes, and may read and write.
    void upgrade(HttpHeaders headers, ChannelHandler... frames);

    /// Cuts the connection. Any thread.
    void abort();
}
