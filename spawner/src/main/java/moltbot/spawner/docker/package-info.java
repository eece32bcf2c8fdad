/// Tasks in containers, by Docker's Engine API over its Unix socket; with gVisor as the containers' kernel where Docker
/// has it.
@NullMarked
package moltbot.spawner.docker;

import org.jspecify.annotations.NullMarked;
