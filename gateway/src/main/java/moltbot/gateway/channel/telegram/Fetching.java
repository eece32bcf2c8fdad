package moltbot.gateway.channel.telegram;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Fetched;
import moltbot.gateway.channel.Incoming;

/// The method [getFile](https://core.telegram.org/bots/api#getfile), and then the file itself. A bot may fetch files of
/// up to 20 MB.
final class Fetching {
    private static final int TRIES = 3;

    private final BotApi api;
    private final Duration pause;

    /// @param pause  before another try
    Fetching(BotApi api, Duration pause) {
        this.api = api;
        this.pause = pause;
    }

    Fetched fetch(Bot bot, Incoming.Offered file, int most) throws InterruptedException {
        JsonObject question = JsonObject.with("file_id", file.reference()).build();
        for (int tries = 1; ; tries++) {
            Reply reply = api.call(bot.key(), "getFile", question);
            if (reply instanceof Reply.Done(JsonObject found)) {
                return found.numberOr("file_size", 0) > most
                        ? Fetched.tooLarge()
                        : api.download(bot.key(), found.textOr("file_path", ""), most);
            }
            if (reply instanceof Reply.Refused || tries == TRIES) {
                return new Fetched.Missing("Telegram could not give it");
            }
            LockSupport.parkNanos(pause.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException("Closing.");
            }
        }
    }
}
