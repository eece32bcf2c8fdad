package moltbot.gateway.channel;

import java.util.Locale;
import moltbot.contract.json.JsonObject;

/// How a messenger stands.
///
/// @param why      for people: what is wrong and what to do; empty where all is well
/// @param account  the house's own account there; empty where there is none yet
/// @param since    in milliseconds of the epoch
public record ChannelState(String channel, Stage stage, String why, String account, long since) {
    /// How far it has come.
    public enum Stage {
        /// It is not reached.
        CONNECTING,
        /// It is reached, and has no account of this house's.
        UNLINKED,
        /// It receives.
        CONNECTED
    }

    public JsonObject toJson() {
        return JsonObject.with("channel", channel)
                .with("state", stage.name().toLowerCase(Locale.ROOT))
                .with("why", why)
                .with("account", account)
                .with("since", since)
                .build();
    }
}
