/// Commands that run on while their conversation goes on.
@NullMarked
package moltbot.runtime.background;

import org.jspecify.annotations.NullMarked;
