package moltbot.guardian.fact.network;

/// A service that this machine tells everybody on its networks of (DNS-SD).
public record Announcement(String name, int port) {}
