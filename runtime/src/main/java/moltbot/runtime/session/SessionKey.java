package moltbot.runtime.session;

/// A conversation: whose it is, and its name. Nobody reaches another's, because the sender is part of the key.
public record SessionKey(String sender, String name) {}
