package moltbot.gateway.channel;

import java.util.List;
import moltbot.contract.channel.Address;

/// Something that a person wrote in a messenger.
///
/// @param id         the messenger's own id for it; the same id from the same person is the same message
/// @param who        the person
/// @param place      where it was written: the person themselves, a group, or a thread of one
/// @param name       what the person, or the group, is called; anybody can call themselves anything
/// @param self       whether it was written with the house's own account, to itself
/// @param mentioned  whether the assistant was mentioned; only that is heard in a group
/// @param text       what was written; blank where nothing but files came
/// @param files      what came along; not fetched yet
public record Incoming(
        String id,
        Address who,
        Address place,
        String name,
        boolean self,
        boolean mentioned,
        String text,
        List<Offered> files) {
    /// A file that can be fetched ([Channel#fetch]).
    ///
    /// @param reference  the messenger's own name for it
    /// @param name       what it is called; anybody can call a file anything
    /// @param size       in bytes, as the messenger says; 0 where it does not
    public record Offered(String reference, String name, long size) {}

    /// Something that was taken back, by the names that it was handed over with.
    ///
    /// @param id     [Incoming#id]
    /// @param who    whoever wrote it
    /// @param place  where it was written
    public record Withdrawn(String id, Address who, Address place) {}

    public Incoming {
        files = List.copyOf(files);
    }

    /// Nothing but words.
    public Incoming(String id, Address who, Address place, String name, boolean self, boolean mentioned, String text) {
        this(id, who, place, name, self, mentioned, text, List.of());
    }

    /// The same person's in the same place, with other words and no files.
    public Incoming withWords(String other) {
        return new Incoming(id, who, place, name, self, mentioned, other, List.of());
    }
}
