package moltbot.gateway.channel.slack;

import java.nio.file.Path;
import moltbot.gateway.channel.RepliesContract;
import org.junit.jupiter.api.io.TempDir;

/// Slack keeps the contract.
class SlackChannelTest extends RepliesContract {
    @TempDir
    Path folder;

    @Override
    protected Messenger messenger() {
        return new SlackMessenger(folder);
    }
}
