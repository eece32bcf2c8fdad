package moltbot.runtime.link;

import java.time.Instant;
import java.time.InstantSource;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkRoutes;
import moltbot.runtime.schedule.Schedule;
import moltbot.runtime.schedule.Schedules;

/// What control may ask of schedules, for the owner: `schedule.…` of `docs/LINKS.md`.
public final class ScheduleRoutes {
    private static final String CONTROL = "control";

    private final Schedules schedules;
    private final InstantSource clock;
    private final Runnable changed;

    /// @param changed  told of each change, once it is on disk
    public ScheduleRoutes(Schedules schedules, InstantSource clock, Runnable changed) {
        this.schedules = schedules;
        this.clock = clock;
        this.changed = changed;
    }

    public LinkRoutes addTo(LinkRoutes routes) {
        return routes.on(CONTROL, "schedule.list", this::list)
                .on(CONTROL, "schedule.pause", exchange -> changed(exchange, schedules.pause(id(exchange))))
                .on(CONTROL, "schedule.resume", exchange -> changed(exchange, resume(id(exchange))))
                .on(CONTROL, "schedule.delete", this::delete);
    }

    private void list(LinkExchange exchange) {
        exchange.reply(JsonObject.EMPTY);
        for (Schedule schedule : schedules.all()) {
            exchange.send(schedule.toJson());
        }
    }

    /// What was due while it was paused is not due any more.
    private Schedule resume(long id) {
        Schedule schedule = schedules.find(id).orElseThrow(ScheduleRoutes::unknown);
        Instant now = clock.instant();
        return schedules.resume(id, schedule.when().after(schedule.made(), now));
    }

    private void delete(LinkExchange exchange) {
        if (!schedules.delete(id(exchange))) {
            throw unknown();
        }
        changed.run();
        exchange.reply(JsonObject.EMPTY);
    }

    private void changed(LinkExchange exchange, Schedule schedule) {
        changed.run();
        exchange.reply(schedule.toJson());
    }

    private static ContractException unknown() {
        return ContractException.refused("unknown-schedule", "There is no schedule of that number.");
    }

    private static long id(LinkExchange exchange) {
        return exchange.head().number("id");
    }
}
