@NullMarked
package moltbot.spawner;

import org.jspecify.annotations.NullMarked;
