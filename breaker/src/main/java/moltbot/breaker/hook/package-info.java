/// The listener for what other programs and services call: hooks, what they prove themselves by, and nothing else.
@NullMarked
package moltbot.breaker.hook;

import org.jspecify.annotations.NullMarked;
