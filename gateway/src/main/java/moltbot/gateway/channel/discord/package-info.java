/// Discord, by its Gateway for what comes in and its HTTP API for what goes out, both of version 10
/// ([API](https://discord.com/developers/docs/reference)).
@NullMarked
package moltbot.gateway.channel.discord;

import org.jspecify.annotations.NullMarked;
