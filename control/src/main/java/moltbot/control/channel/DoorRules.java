package moltbot.control.channel;

import java.util.Locale;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// What the owner's settings say about people the house does not know.
///
/// @param direct  what becomes of their direct messages
/// @param groups  whether groups may be let in at all
public record DoorRules(Direct direct, boolean groups) {
    /// What a direct message of somebody unknown brings.
    public enum Direct {
        /// A code, which the owner may approve.
        PAIRING,
        /// Nothing: only who is on the list is heard.
        ALLOW_LIST,
        /// Nothing, and nobody on the list is heard either.
        CLOSED,
        /// An answer, as if they were on the list (`insecure-open-channels`).
        OPEN;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// What holds where nothing is set.
    public static final DoorRules STANDARD = new DoorRules(Direct.PAIRING, true);

    /// Reads control's part of the settings.
    public static DoorRules fromJson(JsonObject settings) {
        if (settings.flagOr("insecureOpenChannels", false)) {
            return new DoorRules(Direct.OPEN, settings.flagOr("groups", true));
        }
        String word = settings.textOr("direct", Direct.PAIRING.word());
        for (Direct direct : Direct.values()) {
            if (direct != Direct.OPEN && direct.word().equals(word)) {
                return new DoorRules(direct, settings.flagOr("groups", true));
            }
        }
        throw ContractException.malformed("The setting 'channels.direct' must be pairing, allow-list or closed.");
    }
}
