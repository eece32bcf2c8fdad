package moltbot.gateway.channel.telegram;

import java.nio.file.Path;
import java.time.Duration;
import moltbot.gateway.channel.Capabilities;
import moltbot.gateway.channel.RepliesContract;
import org.junit.jupiter.api.io.TempDir;

/// Telegram, behind a stand-in that speaks the Bot API.
class TelegramChannelTest extends RepliesContract {
    @TempDir
    Path folder;

    @Override
    protected Messenger messenger() {
        return new TelegramMessenger(folder);
    }

    @Override
    protected Capabilities can() {
        return new Capabilities(4_096, true, true, 10, true, 60, Duration.ofSeconds(2));
    }
}
