package moltbot.guardian.fact.network;

/// A program that carries people from elsewhere to this machine, and how it is tied to us.
///
/// @param name  its program, without folders
/// @param how   what was seen: a connection to our port, or our port among its arguments
public record Tunnel(Program program, String name, String how) {}
