package moltbot.guardian.fact.network;

/// One network this machine is part of.
///
/// @param id      what it is known by again: its gateway's hardware address, or what comes nearest to that
/// @param device  the interface, for people
/// @param text    its range and gateway, for people
public record Network(String id, String device, String text) {
    @Override
    public String toString() {
        return text + " on " + device;
    }
}
