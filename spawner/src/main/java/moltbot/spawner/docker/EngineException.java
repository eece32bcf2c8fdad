package moltbot.spawner.docker;

import java.io.IOException;

/// The engine answered, and its answer was no.
final class EngineException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /// @param status   of HTTP
    /// @param message  the engine's own words, for the log
    EngineException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
