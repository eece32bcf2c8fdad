package moltbot.control.policy;

/// Somebody the owner let in, as a person is told of them.
///
/// @param words  who and where
/// @param owner  whether it is the owner
public record Recipient(String words, boolean owner) {}
