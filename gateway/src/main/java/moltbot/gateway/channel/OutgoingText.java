package moltbot.gateway.channel;

import java.util.List;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.channel.Styled;

/// Words to send, and what goes with them where the messenger can do that ([Capabilities]).
///
/// @param text     not blank; styles the messenger has no look for are left out
/// @param once     the same for the same message, also after a restart: a messenger that can tell takes it once
/// @param answers  the [Incoming#id] of the message that this is shown as the answer to; empty where it is of none
/// @param replies  what is offered as an answer to it
public record OutgoingText(Styled text, String once, String answers, List<QuickReply> replies) {
    public OutgoingText {
        replies = List.copyOf(replies);
    }

    /// Nothing but words.
    public static OutgoingText of(Styled text) {
        return new OutgoingText(text, "", "", List.of());
    }
}
