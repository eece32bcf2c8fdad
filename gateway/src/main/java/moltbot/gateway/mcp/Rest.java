package moltbot.gateway.mcp;

import java.time.Duration;

/// How time passes before something is tried again.
@FunctionalInterface
public interface Rest {
    void rest(Duration time) throws InterruptedException;
}
