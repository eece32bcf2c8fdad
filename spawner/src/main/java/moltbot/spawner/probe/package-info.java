@NullMarked
package moltbot.spawner.probe;

import org.jspecify.annotations.NullMarked;
