/// Texts and their styles in the signs that WhatsApp gives a meaning.
@NullMarked
package moltbot.gateway.channel.whatsapp.notation;

import org.jspecify.annotations.NullMarked;
