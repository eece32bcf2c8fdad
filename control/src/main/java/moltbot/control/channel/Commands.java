package moltbot.control.channel;

import java.util.Optional;
import moltbot.contract.link.LinkExchange;

/// Answers what begins with a slash, before it is anybody's message.
@FunctionalInterface
public interface Commands {
    /// What is answered at once; empty for what is no command, and so is for the assistant.
    ///
    /// @param exchange  by which the words came
    Optional<String> answer(LinkExchange exchange, Spot spot, String text) throws InterruptedException;
}
