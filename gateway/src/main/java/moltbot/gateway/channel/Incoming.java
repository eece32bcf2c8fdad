package moltbot.gateway.channel;

import moltbot.contract.channel.Address;

/// Something that a person wrote in a messenger.
///
/// @param id         the messenger's own id for it; the same id from the same person is the same message
/// @param who        the person
/// @param place      where it was written: the person themselves, a group, or a thread of one
/// @param name       what the person, or the group, is called; anybody can call themselves anything
/// @param self       whether it was written with the house's own account, to itself
/// @param mentioned  whether the assistant was mentioned; only that is heard in a group
/// @param text       what was written
public record Incoming(
        String id, Address who, Address place, String name, boolean self, boolean mentioned, String text) {}
