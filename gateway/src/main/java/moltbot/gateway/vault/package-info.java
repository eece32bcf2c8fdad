/// Keys at rest, and the one type that carries a key through this process.
@NullMarked
package moltbot.gateway.vault;

import org.jspecify.annotations.NullMarked;
