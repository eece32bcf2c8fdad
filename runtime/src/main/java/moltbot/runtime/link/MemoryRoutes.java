package moltbot.runtime.link;

import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkRoutes;
import moltbot.runtime.memory.Memories;
import moltbot.runtime.memory.Memory;

/// What control may ask of memory, for the owner: `memory.…` of `docs/LINKS.md`.
public final class MemoryRoutes {
    private static final String CONTROL = "control";
    private static final String OWNER = "owner";
    /// As many as there are of one sender; more are found by their words.
    private static final int MOST = Memories.MAX;

    private final Memories memories;

    public MemoryRoutes(Memories memories) {
        this.memories = memories;
    }

    public LinkRoutes addTo(LinkRoutes routes) {
        return routes.on(CONTROL, "memory.list", this::list)
                .on(CONTROL, "memory.save", this::save)
                .on(
                        CONTROL,
                        "memory.approve",
                        exchange ->
                                exchange.reply(memories.approve(id(exchange)).toJson()))
                .on(CONTROL, "memory.forget", this::forget);
    }

    /// One frame each, so that all of them fit.
    private void list(LinkExchange exchange) {
        exchange.reply(JsonObject.EMPTY);
        for (Memory memory : memories.all(exchange.head().textOr("words", ""), MOST)) {
            exchange.send(memory.toJson());
        }
    }

    private void save(LinkExchange exchange) {
        JsonObject head = exchange.head();
        Memory saved = head.has("id")
                ? memories.edit(id(exchange), head.text("text"))
                : memories.remember(OWNER, head.text("text"), Label.KEPT, OWNER);
        // What waited and the owner now writes themself counts.
        exchange.reply((saved.waiting() ? memories.approve(saved.id()) : saved).toJson());
    }

    private void forget(LinkExchange exchange) {
        if (!memories.forget(id(exchange))) {
            throw ContractException.refused("unknown-memory", "There is no memory of that number.");
        }
        exchange.reply(JsonObject.EMPTY);
    }

    private static long id(LinkExchange exchange) {
        return exchange.head().number("id");
    }
}
