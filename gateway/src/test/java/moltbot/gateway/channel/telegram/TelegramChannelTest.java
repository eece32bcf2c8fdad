package moltbot.gateway.channel.telegram;

import java.nio.file.Path;
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
}
