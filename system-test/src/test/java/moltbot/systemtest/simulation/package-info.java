/// Breaker and guardian in virtual time: the real parts of both, each in a class loader of its own, exchanging lines.
@NullMarked
package moltbot.systemtest.simulation;

import org.jspecify.annotations.NullMarked;
