package moltbot.control.channel;

import java.util.Locale;

/// What people call a messenger.
final class ChannelName {
    private ChannelName() {}

    /// @param channel  as in an address, such as `signal`
    static String of(String channel) {
        return channel.equals("whatsapp")
                ? "WhatsApp"
                : channel.substring(0, 1).toUpperCase(Locale.ROOT) + channel.substring(1);
    }
}
