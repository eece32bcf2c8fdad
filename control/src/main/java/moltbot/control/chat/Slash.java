package moltbot.control.chat;

import java.util.Optional;

/// What begins with a slash at the panel and on the host, where whoever writes is the owner: answered by the house, and
/// no conversation's message.
@FunctionalInterface
public interface Slash {
    /// What is answered at once; empty for what is no command, and so is for the assistant.
    ///
    /// @param session  the conversation in which it was said
    /// @param by       where, `panel` or `host`
    Optional<String> answer(String session, String text, String by) throws InterruptedException;
}
