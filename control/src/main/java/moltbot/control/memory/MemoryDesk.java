package moltbot.control.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkRoutes;
import moltbot.control.audit.Audit;

/// Where the owner sees, writes, approves and takes away what the assistant remembers, which the runtime keeps. What is
/// changed is in the audit first, by number: the words are the owner's own. Safe for several threads.
public final class MemoryDesk {
    private static final String HOST = "host";

    private final LinkClient runtime;
    private final Audit audit;

    public MemoryDesk(LinkClient runtime, Audit audit) {
        this.runtime = runtime;
        this.audit = audit;
    }

    /// Everything that is remembered: what waits first, then the newest.
    public JsonObject list() {
        List<JsonObject> memories = new ArrayList<>();
        each("", frame -> memories.add(JsonObject.parse(frame)));
        return JsonObject.with("memories", JsonArray.of(memories)).build();
    }

    private void each(String words, Consumer<byte[]> out) {
        try (LinkCall call =
                runtime.open("memory.list", JsonObject.with("words", words).build())) {
            call.end();
            byte[] frame;
            while ((frame = call.next()) != null) {
                out.accept(frame);
            }
        }
    }

    /// Keeps something new that the owner wrote.
    public JsonObject add(String text, String by) throws InterruptedException {
        audit.record("memory.added", JsonObject.with("by", by).build());
        return runtime.ask("memory.save", JsonObject.with("text", text).build());
    }

    /// Puts one in other words.
    public JsonObject edit(long id, String text, String by) throws InterruptedException {
        record("memory.edited", id, by);
        return runtime.ask(
                "memory.save", JsonObject.with("id", id).with("text", text).build());
    }

    /// Lets one that others had a hand in count as the owner's own.
    public JsonObject approve(long id, String by) throws InterruptedException {
        record("memory.approved", id, by);
        return runtime.ask("memory.approve", JsonObject.with("id", id).build());
    }

    public JsonObject forget(long id, String by) throws InterruptedException {
        record("memory.forgotten", id, by);
        return runtime.ask("memory.forget", JsonObject.with("id", id).build());
    }

    private void record(String what, long id, String by) throws InterruptedException {
        audit.record(what, JsonObject.with("id", id).with("by", by).build());
    }

    public LinkRoutes addTo(LinkRoutes routes) {
        return routes.on(HOST, "memory.list", this::answerList)
                .on(
                        HOST,
                        "memory.add",
                        exchange -> exchange.reply(add(exchange.head().text("text"), HOST)))
                .on(
                        HOST,
                        "memory.edit",
                        exchange -> exchange.reply(
                                edit(id(exchange), exchange.head().text("text"), HOST)))
                .on(HOST, "memory.approve", exchange -> exchange.reply(approve(id(exchange), HOST)))
                .on(HOST, "memory.forget", exchange -> exchange.reply(forget(id(exchange), HOST)));
    }

    private void answerList(LinkExchange exchange) {
        exchange.reply(JsonObject.EMPTY);
        each(exchange.head().textOr("words", ""), exchange::send);
    }

    private static long id(LinkExchange exchange) {
        return exchange.head().number("id");
    }
}
