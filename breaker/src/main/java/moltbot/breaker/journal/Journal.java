package moltbot.breaker.journal;

import java.net.InetAddress;
import moltbot.contract.json.JsonObject;

/// One line of the log for each event that matters to safety. Never a password, code, token or cookie. Any thread.
public final class Journal {
    private static final System.Logger LOG = System.getLogger("journal");

    /// Somebody tried to become the owner.
    public void attempt(String event, InetAddress client, boolean success) {
        write(
                success ? System.Logger.Level.INFO : System.Logger.Level.WARNING,
                JsonObject.with("event", event)
                        .with("client", client.getHostAddress())
                        .with("success", success)
                        .build());
    }

    /// Something happened to the breaker itself.
    public void event(String event, JsonObject facts) {
        write(System.Logger.Level.INFO, facts.toBuilder().with("event", event).build());
    }

    /// A request that no browser of the owner would send.
    public void refused(String reason, InetAddress client) {
        write(
                System.Logger.Level.DEBUG,
                JsonObject.with("event", "refused")
                        .with("reason", reason)
                        .with("client", client.getHostAddress())
                        .build());
    }

    private static void write(System.Logger.Level level, JsonObject event) {
        LOG.log(level, event.toString());
    }
}
