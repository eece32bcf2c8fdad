/// Exchanges handed on to another program's panel, as HTTP/1.1 over TCP or a Unix socket, by the event loop itself.
@NullMarked
package moltbot.breaker.upstream.http;

import org.jspecify.annotations.NullMarked;
