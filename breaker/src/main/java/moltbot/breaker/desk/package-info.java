/// What the breaker itself answers under `/auth/`: signing in, stepping up, and what the owner signs in with.
@NullMarked
package moltbot.breaker.desk;

import org.jspecify.annotations.NullMarked;
