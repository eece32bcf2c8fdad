/// People and places in messengers, as the compartments name them to each other.
@NullMarked
package moltbot.contract.channel;

import org.jspecify.annotations.NullMarked;
