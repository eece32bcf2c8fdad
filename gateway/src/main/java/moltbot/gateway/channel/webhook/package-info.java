/// The owner's own programs, such as home automation: each calls a hook of its own and is whoever that hook is.
@NullMarked
package moltbot.gateway.channel.webhook;

import org.jspecify.annotations.NullMarked;
