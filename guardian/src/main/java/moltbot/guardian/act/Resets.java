package moltbot.guardian.act;

import java.util.Optional;
import moltbot.contract.json.JsonObject;

/// Notices that the breaker was reset, by what the breaker says for a minute after. One thread.
public final class Resets {
    private String last = "";

    /// One reset.
    ///
    /// @param trip   the one that is over
    /// @param check  the one that had tripped
    /// @param by     what the owner proved themselves by
    public record Reset(String trip, String check, String by) {}

    /// A reset that was not told of before.
    public Optional<Reset> news(JsonObject answer) {
        JsonObject reset = answer.objectOr("reset", JsonObject.EMPTY);
        String trip = reset.textOr("trip", "");
        if (trip.isEmpty() || trip.equals(last)) {
            return Optional.empty();
        }
        last = trip;
        return Optional.of(new Reset(trip, reset.text("check"), reset.text("by")));
    }
}
