package moltbot.control.chat;

import java.util.List;
import java.util.Locale;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.control.audit.Audit;

/// Which models there are, and which of them a conversation's owner chose for it: one that the settings name, or the
/// usual one. The gateway knows them, the runtime keeps the choice, and it is in the audit before it counts. Safe for
/// several threads.
public final class ModelDesk {
    /// Goes back to the usual one.
    public static final String USUAL = "default";

    private final LinkClient gateway;
    private final Conversations conversations;
    private final Audit audit;

    public ModelDesk(LinkClient gateway, Conversations conversations, Audit audit) {
        this.gateway = gateway;
        this.conversations = conversations;
        this.audit = audit;
    }

    /// All that may be chosen, in the order in which they are asked; the first is the usual one.
    public JsonObject list() {
        return gateway.ask("model.list", JsonObject.EMPTY);
    }

    private List<JsonObject> models() {
        return list().listOr("models", JsonArray.EMPTY).objects();
    }

    /// What was chosen for a conversation; empty for the usual one.
    public String chosen(String session) {
        return conversations.model(session);
    }

    /// The same in words.
    public String words(String session) {
        List<JsonObject> models = models();
        String chosen = chosen(session);
        boolean known = models.stream().anyMatch(model -> model.text("name").equals(chosen));
        StringBuilder text = new StringBuilder();
        for (JsonObject model : models) {
            int number = models.indexOf(model) + 1;
            boolean here = known ? model.text("name").equals(chosen) : number == 1;
            text.append(number)
                    .append(". ")
                    .append(model.text("name"))
                    .append(number == 1 ? ", the usual one" : "")
                    .append(model.flagOr("demo", false) ? ", a scripted demo and no AI" : "")
                    .append(model.flagOr("rests", false) ? ", which failed lately" : "")
                    .append(here ? " ← here" : "")
                    .append('\n');
        }
        if (!known && !chosen.isEmpty()) {
            text.append(chosen).append(" was chosen here, which the settings do not name any more.\n");
        }
        return text.append(
                        models.size() == 1
                                ? "More are named in the settings, as model.fallbacks."
                                : "/model and a name or number chooses one for this conversation, /model default goes"
                                        + " back. Where it cannot answer, the others are asked in this order.")
                .toString();
    }

    /// Chooses one for a conversation, from its next message on.
    ///
    /// @param wish  its whole name, the name without its provider, its number in the list, or [#USUAL]
    /// @return its whole name; empty for the usual one
    public String choose(String session, String wish, String by) throws InterruptedException {
        String name = wish.equals(USUAL) ? "" : find(wish);
        audit.record(
                "model.chosen",
                JsonObject.with("session", session)
                        .with("model", name.isEmpty() ? USUAL : name)
                        .with("by", by)
                        .build());
        conversations.chooseModel(session, name);
        return name;
    }

    private String find(String wish) {
        List<String> names = models().stream().map(model -> model.text("name")).toList();
        if (wish.matches("[1-9][0-9]?") && Integer.parseInt(wish) <= names.size()) {
            return names.get(Integer.parseInt(wish) - 1);
        }
        String small = wish.toLowerCase(Locale.ROOT);
        List<String> found = names.stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).equals(small)
                        || name.substring(name.indexOf('/') + 1)
                                .toLowerCase(Locale.ROOT)
                                .equals(small))
                .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw ContractException.refused(
                "unknown-model",
                found.isEmpty()
                        ? "The settings name no such model, so nothing was changed. There is: "
                                + String.join(", ", names) + "."
                        : "Several have that name, so nothing was changed. Say which: " + String.join(", ", found)
                                + ".");
    }

    /// Has a conversation summed up.
    ///
    /// @return about how many tokens of it a model is shown now
    public long compact(String session, String by) throws InterruptedException {
        audit.record(
                "conversation.compacted",
                JsonObject.with("session", session).with("by", by).build());
        return conversations.compact(session).number("tokens");
    }
}
