package moltbot.control.channel;

import moltbot.contract.channel.Address;
import moltbot.contract.json.JsonObject;

/// Somebody whom the owner let in: one person, or all of a group.
///
/// @param name   what they called themselves when they were let in; for the owner's eye, and never compared
/// @param owner  whether this person is the owner; never a group
/// @param at     when, in milliseconds of the epoch
/// @param by     who said so
/// @param answers  of a program: the key of whoever is told what the assistant says to it; empty for nobody
public record Guest(Address address, String name, boolean owner, long at, String by, String answers) {
    /// Somebody who is answered where they write.
    Guest(Address address, String name, boolean owner, long at, String by) {
        this(address, name, owner, at, by, "");
    }

    public JsonObject toJson() {
        return JsonObject.with("key", address.key())
                .with("address", address.toJson())
                .with("name", name)
                .with("owner", owner)
                .with("at", at)
                .with("by", by)
                .with("answers", answers)
                .build();
    }

    static Guest fromJson(JsonObject json) {
        return new Guest(
                Address.fromJson(json.object("address")),
                json.text("name"),
                json.flag("owner"),
                json.number("at"),
                json.text("by"),
                json.textOr("answers", ""));
    }
}
