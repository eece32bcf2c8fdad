@NullMarked
package moltbot.gateway.channel.webhook;

import org.jspecify.annotations.NullMarked;
