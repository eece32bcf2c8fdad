@NullMarked
package moltbot.guardian.observe;

import org.jspecify.annotations.NullMarked;
