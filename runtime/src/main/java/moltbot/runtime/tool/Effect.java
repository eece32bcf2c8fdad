package moltbot.runtime.tool;

import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;

/// Everything one call would do, closed: what is judged, shown and approved is what runs, by its digest.
///
/// @param shows  the whole effect
public record Effect(Capability capability, JsonObject shows) {
    /// Longest effect, in bytes of JSON: it must fit whole into the question to the gate.
    public static final int MAX_BYTES = 200 << 10;

    public Effect {
        if (shows.toBytes().length > MAX_BYTES) {
            throw new BadInput("That is more than one call may do: at most " + (MAX_BYTES >> 10)
                    + " KiB, written as JSON. Do it in smaller pieces.");
        }
    }

    public String digest() {
        return Seal.digest(shows.toBytes());
    }
}
