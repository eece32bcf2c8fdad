package moltbot.control.channel;

import moltbot.contract.channel.Address;
import moltbot.contract.json.JsonObject;

/// Somebody unknown who wrote, and waits for the owner to let them in.
///
/// @param code  what they were told; the owner approves by it
/// @param name  what they, or the group, call themselves; for the owner's eye, and never compared
/// @param asker  of a group: who wrote there, by the messenger's own id; else empty
/// @param at    when, in milliseconds of the epoch
public record Knock(String code, Address address, String name, String asker, long at) {
    public JsonObject toJson() {
        return JsonObject.with("code", code)
                .with("address", address.toJson())
                .with("name", name)
                .with("asker", asker)
                .with("at", at)
                .build();
    }

    static Knock fromJson(JsonObject json) {
        return new Knock(
                json.text("code"),
                Address.fromJson(json.object("address")),
                json.text("name"),
                json.textOr("asker", ""),
                json.number("at"));
    }
}
