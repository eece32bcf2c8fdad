@NullMarked
package moltbot.guardian.judge;

import org.jspecify.annotations.NullMarked;
