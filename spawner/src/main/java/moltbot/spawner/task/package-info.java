@NullMarked
package moltbot.spawner.task;

import org.jspecify.annotations.NullMarked;
