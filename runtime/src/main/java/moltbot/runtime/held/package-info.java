/// Programs that are held open in a sandbox, and messages to and from them.
@NullMarked
package moltbot.runtime.held;

import org.jspecify.annotations.NullMarked;
