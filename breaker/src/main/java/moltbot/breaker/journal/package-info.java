/// What an owner would want to read afterwards: sign-ins, failures, trips, resets.
@NullMarked
package moltbot.breaker.journal;

import org.jspecify.annotations.NullMarked;
