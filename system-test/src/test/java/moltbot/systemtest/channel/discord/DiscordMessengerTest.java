package moltbot.systemtest.channel.discord;

import java.nio.file.Path;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.systemtest.channel.MessengerContract;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// A whole house keeps the contract in Discord.
@EnabledOnOs(OS.LINUX)
class DiscordMessengerTest extends MessengerContract {
    @Override
    protected Messenger up(Path data, ModelServer model, String settings) throws Exception {
        return DiscordHouse.up(data, model, settings);
    }

    @Override
    protected String anna() {
        return "1001";
    }

    @Override
    protected String owner() {
        return "1003";
    }
}
