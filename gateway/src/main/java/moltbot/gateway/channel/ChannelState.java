package moltbot.gateway.channel;

import java.util.Locale;
import moltbot.contract.json.JsonObject;

/// How a messenger stands.
///
/// @param why      for people: what is wrong and what to do; empty where all is well
/// @param account  the house's own account there; empty where there is none yet
/// @param called   what people call that account, where they do not call it that; it may change
/// @param since    in milliseconds of the epoch
public record ChannelState(String channel, Stage stage, String why, String account, String called, long since) {
    /// How far it has come.
    public enum Stage {
        /// It is not reached.
        CONNECTING,
        /// It is reached, and has no account of this house's.
        UNLINKED,
        /// It receives.
        CONNECTED,
        /// It was told to stay away, and does until its owner did something.
        STOPPED
    }

    public JsonObject toJson() {
        return JsonObject.with("channel", channel)
                .with("state", stage.name().toLowerCase(Locale.ROOT))
                .with("why", why)
                .with("account", account)
                .with("called", called)
                .with("since", since)
                .build();
    }
}
