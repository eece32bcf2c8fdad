package moltbot.gateway.channel.bot;

import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.OutgoingFile;
import moltbot.gateway.egress.Multipart;

/// Files as messengers' interfaces take them.
public final class Forms {
    private Forms() {}

    /// A form of these parameters and a file.
    ///
    /// @param field  the one that is the file
    public static Multipart of(JsonObject parameters, String field, OutgoingFile file) {
        return Multipart.of(parameters, field, file.name(), file.mediaType(), file.bytes());
    }
}
