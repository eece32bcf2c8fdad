package moltbot.gateway.channel.slack;

import java.nio.file.Path;
import java.time.Duration;
import moltbot.gateway.channel.Capabilities;
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

    @Override
    protected Capabilities can() {
        return new Capabilities(4_000, true, true, 10, false, 60, Duration.ofSeconds(3));
    }
}
