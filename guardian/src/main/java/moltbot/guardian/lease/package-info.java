@NullMarked
package moltbot.guardian.lease;

import org.jspecify.annotations.NullMarked;
