/// Tells the owner, away from the panel, that something was found.
@NullMarked
package moltbot.guardian.notify;

import org.jspecify.annotations.NullMarked;
