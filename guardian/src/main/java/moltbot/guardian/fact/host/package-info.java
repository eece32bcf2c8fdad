/// What the guardian knows of this machine and its own processes.
@NullMarked
package moltbot.guardian.fact.host;

import org.jspecify.annotations.NullMarked;
