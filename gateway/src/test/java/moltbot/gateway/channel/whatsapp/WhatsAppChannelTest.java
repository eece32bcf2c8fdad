package moltbot.gateway.channel.whatsapp;

import java.nio.file.Path;
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
}
