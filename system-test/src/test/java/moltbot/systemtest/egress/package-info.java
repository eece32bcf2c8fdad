/// Ordinary programs in real sandboxes, through the gateway's egress, to real servers on this machine.
@NullMarked
package moltbot.systemtest.egress;

import org.jspecify.annotations.NullMarked;
