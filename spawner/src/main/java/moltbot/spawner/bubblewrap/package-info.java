@NullMarked
package moltbot.spawner.bubblewrap;

import org.jspecify.annotations.NullMarked;
