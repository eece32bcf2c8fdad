/// What no task may ask of the kernel: one table, and how it is told to the kernel itself and to Docker.
@NullMarked
package moltbot.spawner.filter;

import org.jspecify.annotations.NullMarked;
