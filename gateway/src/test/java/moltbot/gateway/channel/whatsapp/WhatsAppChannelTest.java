package moltbot.gateway.channel.whatsapp;

import java.nio.file.Path;
import java.time.Duration;
import moltbot.gateway.channel.Capabilities;
import moltbot.gateway.channel.RepliesContract;
import org.junit.jupiter.api.io.TempDir;

/// The adapter keeps the contract of all messengers.
class WhatsAppChannelTest extends RepliesContract {
    @TempDir
    Path folder;

    @Override
    protected Messenger messenger() {
        return new WhatsAppMessenger(folder);
    }

    @Override
    protected Capabilities can() {
        return new Capabilities(4_096, false, false, 3, true, 0, Duration.ZERO);
    }
}
