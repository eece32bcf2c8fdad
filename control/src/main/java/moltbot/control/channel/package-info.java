/// Who in a messenger may talk to the assistant, which only the owner says, in the panel or at the host.
@NullMarked
package moltbot.control.channel;

import org.jspecify.annotations.NullMarked;
