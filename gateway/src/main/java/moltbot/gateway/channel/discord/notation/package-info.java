/// Texts and their styles in the signs that Discord gives a meaning.
@NullMarked
package moltbot.gateway.channel.discord.notation;

import org.jspecify.annotations.NullMarked;
