package moltbot.gateway.channel.whatsapp;

import java.nio.file.Path;
import moltbot.gateway.channel.FilesContract;
import org.junit.jupiter.api.io.TempDir;

/// The adapter keeps the contract of all messengers.
class WhatsAppChannelTest extends FilesContract {
    @TempDir
    Path folder;

    @Override
    protected Messenger messenger() {
        return new WhatsAppMessenger(folder);
    }
}
