/// What the guardian recognises a request by that it sent through somebody else's program.
@NullMarked
package moltbot.breaker.mark;

import org.jspecify.annotations.NullMarked;
