package moltbot.runtime.outbox;

/// Something said in a conversation that is answered in a messenger.
///
/// @param id       rises; letters to one address go in this order
/// @param address  whom it is for, as control's list knows them
/// @param text     Markdown
/// @param parts    how many of the messages it becomes were sent
/// @param tries    how often it was tried
/// @param made     when it was said, in milliseconds of the epoch
public record Letter(long id, String address, String text, int parts, int tries, long made) {}
