package moltbot.control.chat;

import java.util.List;
import java.util.function.Supplier;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkRoutes;

/// What the guardian has to say to the owner, as a conversation of its own beside the others and wherever the owner is
/// themselves in a messenger; no model reads it. And how the guard stands, for the owner's conversations.
public final class GuardDesk {
    private static final int MAX_TEXT = 600;

    private final Conversations conversations;
    private final Supplier<List<String>> owners;
    private final LinkClient supervisor;

    /// @param owners      keys of the owner's own addresses in messengers: nobody else's
    /// @param supervisor  knows how the breaker stands
    public GuardDesk(Conversations conversations, Supplier<List<String>> owners, LinkClient supervisor) {
        this.conversations = conversations;
        this.owners = owners;
        this.supervisor = supervisor;
    }

    public LinkRoutes addTo(LinkRoutes routes) {
        return routes.on("guardian", "guardian.notice", this::notice).on("runtime", "guard.state", this::state);
    }

    /// Answered once it is on disk.
    private void notice(LinkExchange exchange) {
        JsonObject head = exchange.head();
        String title = head.text("title");
        String text = head.text("text");
        if (title.isBlank() || title.length() + text.length() > MAX_TEXT) {
            throw ContractException.malformed("A notice has a title and at most " + MAX_TEXT + " characters.");
        }
        conversations.tell(head.text("id"), title, title + ". " + text, owners.get());
        exchange.reply(JsonObject.EMPTY);
    }

    /// Whether the panel is blocked, or may be.
    public boolean blocked() {
        try {
            return isBlocked(supervisor.ask("house.state", JsonObject.EMPTY).object("breaker"));
        } catch (ContractException e) {
            return true;
        }
    }

    private static boolean isBlocked(JsonObject breaker) {
        return !breaker.text("state").equals("CLOSED");
    }

    /// Whether the panel is blocked, and why.
    private void state(LinkExchange exchange) {
        JsonObject breaker = supervisor.ask("house.state", JsonObject.EMPTY).object("breaker");
        boolean blocked = isBlocked(breaker);
        exchange.reply(JsonObject.with("blocked", blocked)
                .with("why", blocked ? why(breaker) : "")
                .build());
    }

    private static String why(JsonObject breaker) {
        return breaker.find("trip").orElse(JsonValue.NULL) instanceof JsonObject trip
                ? "Why: " + trip.text("reason") + " (" + trip.text("check") + ")"
                : "Why: " + breaker.textOr("why", "the guard is not sure yet.");
    }
}
