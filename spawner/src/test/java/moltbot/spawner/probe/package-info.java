/// Proof from the inside: what an attacker would try in a sandbox, tried in each tier.
@NullMarked
package moltbot.spawner.probe;

import org.jspecify.annotations.NullMarked;
