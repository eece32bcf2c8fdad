package moltbot.runtime.outbox;

import java.util.List;
import moltbot.contract.channel.QuickReply;

/// Something said in a conversation that is answered in a messenger.
///
/// @param id       rises; letters to one address go in this order
/// @param address  whom it is for, as control's list knows them
/// @param body     what is said
/// @param parts    how many of the messages it becomes were sent
/// @param tries    how often it was tried
/// @param made     when it was said, in milliseconds of the epoch
/// @param once     it is not tried again where it may have arrived
/// @param begun    it was found in the middle of a try, whose outcome this process does not know
public record Letter(long id, String address, Body body, int parts, int tries, long made, boolean once, boolean begun) {
    /// An answer, which had better come twice than not at all.
    public Letter(long id, String address, Body body, int parts, int tries, long made) {
        this(id, address, body, parts, tries, made, false, false);
    }

    /// What is said. Only what a model says is read as Markdown: what the house says is shown as it is, so that nothing
    /// of it can be hidden by what it quotes.
    ///
    /// @param file     whether it is a file, whose name is the text then
    /// @param answers  the id, as its messenger gave it, of the message it is shown as the answer to; may be empty
    /// @param turn     which turn's answer it is, of which perhaps a beginning was shown; empty where it is none
    /// @param replies  what is offered as an answer
    public record Body(
            String text, boolean markdown, boolean file, String answers, String turn, List<QuickReply> replies) {
        public Body {
            replies = List.copyOf(replies);
        }

        /// What the house says.
        public static Body plain(String text) {
            return new Body(text, false, false, "", "", List.of());
        }

        /// What a model says.
        public static Body markdown(String text) {
            return new Body(text, true, false, "", "", List.of());
        }

        /// The same, with these answers offered.
        public Body offering(List<QuickReply> some) {
            return new Body(text, markdown, file, answers, turn, some);
        }

        /// The same, shown as the answer to a message.
        public Body to(String message) {
            return new Body(text, markdown, file, message, turn, replies);
        }

        /// The same, in the place of what was shown of a turn's answer.
        public Body of(String saying) {
            return new Body(text, markdown, file, answers, saying, replies);
        }
    }
}
