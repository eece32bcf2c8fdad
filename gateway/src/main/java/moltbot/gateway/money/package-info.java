/// What models cost, what may be spent, and what was.
@NullMarked
package moltbot.gateway.money;

import org.jspecify.annotations.NullMarked;
