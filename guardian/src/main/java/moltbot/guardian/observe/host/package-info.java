/// Looks at this machine's processes, programs and places.
@NullMarked
package moltbot.guardian.observe.host;

import org.jspecify.annotations.NullMarked;
