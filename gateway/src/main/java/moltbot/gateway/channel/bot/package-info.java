/// What adapters share whose account is a bot that acts by a key: how it stands, and in whose name it sends.
@NullMarked
package moltbot.gateway.channel.bot;

import org.jspecify.annotations.NullMarked;
