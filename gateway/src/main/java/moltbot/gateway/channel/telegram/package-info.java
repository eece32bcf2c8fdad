/// Telegram, by its Bot API over HTTPS, asked for news by long polling ([Bot API](https://core.telegram.org/bots/api)).
@NullMarked
package moltbot.gateway.channel.telegram;

import org.jspecify.annotations.NullMarked;
