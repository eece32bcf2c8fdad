package moltbot.breaker.hook;

import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import moltbot.breaker.hook.HookStore.KeptHook;
import moltbot.breaker.journal.Journal;
import moltbot.contract.ContractException;
import moltbot.contract.hook.HookCall;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkRoutes;

/// What the owner's shell may ask about hooks. Safe for several threads.
public final class HookDesk {
    private static final String HOST = "host";
    private static final int LONGEST = 1 << 10;

    private final Hooks hooks;
    private final LongSupplier epoch;
    private final Journal journal;
    private final String address;

    /// @param epoch    the breaker's now
    /// @param address  where hooks are called, without a path; empty where nothing listens for them
    public HookDesk(Hooks hooks, LongSupplier epoch, Journal journal, String address) {
        this.hooks = hooks;
        this.epoch = epoch;
        this.journal = journal;
        this.address = address;
    }

    public LinkRoutes addTo(LinkRoutes routes) {
        return routes.on(HOST, "hook.make", this::make)
                .on(HOST, "hook.list", this::list)
                .on(HOST, "hook.revoke", this::revoke);
    }

    private void make(LinkExchange exchange) throws InterruptedException {
        if (address.isEmpty()) {
            throw ContractException.refused(
                    "hooks-off",
                    "Nothing listens for hooks: set 'hooks.listen', such as 127.0.0.1:3001, and start again. No hook"
                            + " was made.");
        }
        JsonObject head = exchange.head();
        String brought = new String(exchange.readBody(LONGEST), StandardCharsets.UTF_8).strip();
        Hooks.Made made = hooks.make(head.text("name"), HookKind.of(head.text("kind")), brought, epoch.getAsLong());
        journal.event("hook-made", facts(made.hook()));
        exchange.reply(JsonObject.with("address", at(made.hook()))
                .with("secret", made.secret())
                .with("verify", made.verify())
                .build());
    }

    private static JsonObject facts(KeptHook hook) {
        return JsonObject.with("name", hook.name())
                .with("kind", hook.kind().word())
                .build();
    }

    private void list(LinkExchange exchange) {
        exchange.reply(JsonObject.with(
                        "hooks",
                        JsonArray.of(hooks.list().stream().map(this::json).toList()))
                .build());
    }

    private JsonObject json(KeptHook hook) {
        return facts(hook).toBuilder()
                .with("address", at(hook))
                .with("madeAt", hook.madeAt())
                .with("lastCalledAt", hooks.lastCalledAt(hook))
                .with("ended", !hooks.holds(hook, epoch.getAsLong()))
                .build();
    }

    private String at(KeptHook hook) {
        return address.isEmpty() ? "" : address + HookCall.PATH + hook.name();
    }

    private void revoke(LinkExchange exchange) {
        String name = exchange.head().text("name");
        if (!hooks.revoke(name)) {
            throw ContractException.refused("unknown", "There is no hook '" + name + "'; nothing was changed.");
        }
        journal.event("hook-revoked", JsonObject.with("name", name).build());
        exchange.reply(JsonObject.EMPTY);
    }
}
