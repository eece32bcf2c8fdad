/// The pages and headers the breaker itself answers with.
@NullMarked
package moltbot.breaker.page;

import org.jspecify.annotations.NullMarked;
