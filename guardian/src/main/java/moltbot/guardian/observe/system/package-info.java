/// What other programs of the system say of the network.
@NullMarked
package moltbot.guardian.observe.system;

import org.jspecify.annotations.NullMarked;
