package moltbot.guardian.fact.network;

import moltbot.guardian.fact.Endpoint;

/// A port that a router passes on from the internet.
///
/// @param outside  the port at the router
/// @param inside   where it leads
/// @param text     its description, for people
public record PortMapping(int outside, Endpoint inside, String text) {}
