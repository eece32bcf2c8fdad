@NullMarked
package moltbot.guardian.watch;

import org.jspecify.annotations.NullMarked;
