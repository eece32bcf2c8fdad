package moltbot.runtime.session;

/// An event that is on disk, as the frame its watchers get.
///
/// @param frame  the JSON of a [moltbot.contract.chat.ChatEvent]; shared by all watchers and never changed
public record Kept(long seq, byte[] frame) {}
