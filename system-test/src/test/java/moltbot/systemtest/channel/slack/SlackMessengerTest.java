package moltbot.systemtest.channel.slack;

import java.nio.file.Path;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.systemtest.channel.MessengerContract;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// A whole house keeps the contract in Slack.
@EnabledOnOs(OS.LINUX)
class SlackMessengerTest extends MessengerContract {
    @Override
    protected Messenger up(Path data, ModelServer model, String settings) throws Exception {
        return SlackHouse.up(data, model, settings);
    }

    @Override
    protected String anna() {
        return "U0ANNA001";
    }

    @Override
    protected String owner() {
        return "U0OWNER01";
    }
}
