package moltbot.runtime.session;

/// One turn: what a person wrote, and everything until the assistant is done with it.
///
/// @param seq      the number of the event that began it; turns of a session run in this order
/// @param text     what was written, or empty where it must be read from the store
/// @param resumed  true if an earlier process may have begun it
public record Turn(String id, SessionKey session, long seq, String text, boolean resumed) {}
