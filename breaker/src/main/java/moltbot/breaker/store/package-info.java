/// Files under `data/breaker` that are whole or not there.
@NullMarked
package moltbot.breaker.store;

import org.jspecify.annotations.NullMarked;
