package moltbot.gateway.testdiscord;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A session of the bot's.
final class Session {
    final String id;
    final int intents;
    final List<Happened> happened = new ArrayList<>();
    long acknowledged;

    @Nullable
    GatewayEnd live;

    Session(String id, int intents) {
        this.id = id;
        this.intents = intents;
    }
}
