@NullMarked
package moltbot.guardian.observe.docker;

import org.jspecify.annotations.NullMarked;
