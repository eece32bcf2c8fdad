/// What the owner lets pass for a while.
@NullMarked
package moltbot.guardian.bypass;

import org.jspecify.annotations.NullMarked;
