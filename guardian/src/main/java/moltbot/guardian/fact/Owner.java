package moltbot.guardian.fact;

/// One of our processes, as the owner of a listener.
///
/// @param name     compartment or program, for people
/// @param breaker  true for the one compartment that may listen
public record Owner(long pid, String name, boolean breaker) {}
