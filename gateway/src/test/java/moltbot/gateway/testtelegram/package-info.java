/// A stand-in for Telegram's Bot API, exact on the wire as far as the house uses it; for tests only.
@NullMarked
package moltbot.gateway.testtelegram;

import org.jspecify.annotations.NullMarked;
