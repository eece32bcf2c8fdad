package moltbot.systemtest.channel;

import java.nio.file.Path;
import moltbot.gateway.testmodel.ModelServer;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// A whole house keeps the contract in Telegram.
@EnabledOnOs(OS.LINUX)
class TelegramMessengerTest extends MessengerContract {
    @Override
    protected Messenger up(Path data, ModelServer model, String settings) throws Exception {
        return TelegramHouse.up(data, model, settings);
    }

    @Override
    protected String anna() {
        return "1001";
    }

    @Override
    protected String owner() {
        return "1002";
    }
}
