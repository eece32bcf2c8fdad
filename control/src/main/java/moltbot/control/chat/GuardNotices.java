package moltbot.control.chat;

import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;

/// What the guardian has to say to the owner, as a conversation of its own beside the others. No model reads it.
public final class GuardNotices {
    private static final int MAX_TEXT = 600;

    private final Conversations conversations;

    public GuardNotices(Conversations conversations) {
        this.conversations = conversations;
    }

    /// Answers `guardian.notice`, once it is on disk.
    public void answer(LinkExchange exchange) {
        JsonObject head = exchange.head();
        String title = head.text("title");
        String text = head.text("text");
        if (title.isBlank() || title.length() + text.length() > MAX_TEXT) {
            throw ContractException.malformed("A notice has a title and at most " + MAX_TEXT + " characters.");
        }
        conversations.tell(head.text("id"), title, title + ". " + text);
        exchange.reply(JsonObject.EMPTY);
    }
}
