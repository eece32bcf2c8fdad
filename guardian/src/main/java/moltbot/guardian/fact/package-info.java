@NullMarked
package moltbot.guardian.fact;

import org.jspecify.annotations.NullMarked;
