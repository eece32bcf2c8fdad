/// Asks a listener of another program as any stranger could.
@NullMarked
package moltbot.guardian.observe.knock;

import org.jspecify.annotations.NullMarked;
