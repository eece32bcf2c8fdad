package moltbot.guardian.fact.network;

/// A place that Tailscale passes on to a port of this machine.
///
/// @param place   `name.example.ts.net:443`, or the port where it has no name
/// @param port    the port here
/// @param funnel  true where the whole internet may use it, not only the owner's own network
public record TailscaleRoute(String place, int port, boolean funnel) {}
