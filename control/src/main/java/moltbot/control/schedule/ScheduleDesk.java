package moltbot.control.schedule;

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

/// Where the owner sees, pauses and deletes what the assistant is to do later, which the runtime keeps. What is changed
/// is in the audit first. Safe for several threads.
public final class ScheduleDesk {
    private static final String HOST = "host";

    private final LinkClient runtime;
    private final Audit audit;

    public ScheduleDesk(LinkClient runtime, Audit audit) {
        this.runtime = runtime;
        this.audit = audit;
    }

    /// Everybody's schedules; those that are over last.
    public JsonObject list() {
        List<JsonObject> schedules = new ArrayList<>();
        each(frame -> schedules.add(JsonObject.parse(frame)));
        return JsonObject.with("schedules", JsonArray.of(schedules)).build();
    }

    private void each(Consumer<byte[]> out) {
        try (LinkCall call = runtime.open("schedule.list", JsonObject.EMPTY)) {
            call.end();
            byte[] frame;
            while ((frame = call.next()) != null) {
                out.accept(frame);
            }
        }
    }

    /// Has nothing come of one until it is resumed.
    public JsonObject pause(long id, String by) throws InterruptedException {
        return change("schedule.paused", "schedule.pause", id, by);
    }

    /// Has it come again, as planned from now on.
    public JsonObject resume(long id, String by) throws InterruptedException {
        return change("schedule.resumed", "schedule.resume", id, by);
    }

    /// Takes it away for good.
    public JsonObject delete(long id, String by) throws InterruptedException {
        return change("schedule.deleted", "schedule.delete", id, by);
    }

    private JsonObject change(String record, String operation, long id, String by) throws InterruptedException {
        audit.record(record, JsonObject.with("id", id).with("by", by).build());
        return runtime.ask(operation, JsonObject.with("id", id).build());
    }

    public LinkRoutes addTo(LinkRoutes routes) {
        return routes.on(HOST, "schedule.list", this::answerList)
                .on(HOST, "schedule.pause", exchange -> exchange.reply(pause(id(exchange), HOST)))
                .on(HOST, "schedule.resume", exchange -> exchange.reply(resume(id(exchange), HOST)))
                .on(HOST, "schedule.delete", exchange -> exchange.reply(delete(id(exchange), HOST)));
    }

    private void answerList(LinkExchange exchange) {
        exchange.reply(JsonObject.EMPTY);
        each(exchange::send);
    }

    private static long id(LinkExchange exchange) {
        return exchange.head().number("id");
    }
}
