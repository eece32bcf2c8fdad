/// Messengers, through the whole house.
@NullMarked
package moltbot.systemtest.channel;

import org.jspecify.annotations.NullMarked;
