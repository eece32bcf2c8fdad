/// The breaker itself: a pure state machine of OPEN, HALF_OPEN and CLOSED, and its port to the disk.
@NullMarked
package moltbot.breaker.circuit;

import org.jspecify.annotations.NullMarked;
