package moltbot.control.channel;

import java.util.Optional;
import java.util.Set;
import moltbot.contract.channel.Address;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.tool.ToolGroup;

/// Somebody whom the owner let in: one person, or all of a group.
///
/// @param name   what they called themselves when they were let in; for the owner's eye, and never compared
/// @param owner  whether this person is the owner; never a group
/// @param at     when, in milliseconds of the epoch
/// @param by     who said so
/// @param answers  of a program: the key of whoever is told what the assistant says to it; empty for nobody
/// @param only   the tools that may be used in conversations with them; empty for all there are, which the owner has
public record Guest(
        Address address,
        String name,
        boolean owner,
        long at,
        String by,
        String answers,
        Optional<Set<ToolGroup>> only) {
    public Guest {
        only = only.map(Set::copyOf);
    }

    /// Somebody who is answered where they write.
    Guest(Address address, String name, boolean owner, long at, String by) {
        this(address, name, owner, at, by, "", Optional.empty());
    }

    /// The tools that may be used in conversations with them.
    Set<ToolGroup> tools() {
        return only.orElseGet(ToolGroup::all);
    }

    Guest withOnly(Optional<Set<ToolGroup>> tools) {
        return new Guest(address, name, owner, at, by, answers, tools);
    }

    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.with("key", address.key())
                .with("address", address.toJson())
                .with("name", name)
                .with("owner", owner)
                .with("at", at)
                .with("by", by)
                .with("answers", answers);
        only.ifPresent(tools -> json.with("tools", ToolGroup.toJson(tools)));
        return json.build();
    }

    static Guest fromJson(JsonObject json) {
        return new Guest(
                Address.fromJson(json.object("address")),
                json.text("name"),
                json.flag("owner"),
                json.number("at"),
                json.text("by"),
                json.textOr("answers", ""),
                json.has("tools")
                        ? Optional.of(ToolGroup.fromJson(json.listOr("tools", JsonArray.EMPTY)))
                        : Optional.empty());
    }
}
