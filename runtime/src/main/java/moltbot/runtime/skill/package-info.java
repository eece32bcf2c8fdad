/// Skills that the owner installed, as the model meets them.
@NullMarked
package moltbot.runtime.skill;

import org.jspecify.annotations.NullMarked;
