/// WebSocket (RFC 6455) on its way through: handshakes judged, frames parsed as far as being strict needs.
@NullMarked
package moltbot.breaker.upstream.socket;

import org.jspecify.annotations.NullMarked;
