package moltbot.control.channel;

import moltbot.contract.channel.Address;

/// Who wrote where, as the door found it.
///
/// @param owner  whether these are the direct words of somebody whom the owner named as themselves; never in a group
public record Spot(Address who, Address place, boolean owner) {
    static Spot of(Address who, Address place, boolean welcomeAsOwner) {
        return new Spot(who, place, welcomeAsOwner && place.kind() == Address.Kind.DIRECT && who.equals(place));
    }

    /// Stands for the conversations of this person here.
    String key() {
        return who.key() + "/" + place.key();
    }
}
