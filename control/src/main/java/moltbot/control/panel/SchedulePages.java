package moltbot.control.panel;

import java.util.List;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.control.channel.OwnersDesk;
import moltbot.control.schedule.ScheduleDesk;

/// The panel's page of what the assistant does later by itself.
record SchedulePages(ScheduleDesk schedules, OwnersDesk people) {
    private static final String OWNER = "owner";

    List<Route> routes() {
        return List.of(
                Route.get("/api/schedules", _ -> Reply.json(200, list())),
                Route.post(
                        "/api/schedules/*/pause", request -> Reply.json(200, schedules.pause(id(request), Desks.BY))),
                Route.post(
                        "/api/schedules/*/resume", request -> Reply.json(200, schedules.resume(id(request), Desks.BY))),
                Route.post(
                        "/api/schedules/*/delete",
                        request -> Reply.json(200, schedules.delete(id(request), Desks.BY))));
    }

    /// Each with the name of whom it is somebody else's.
    private JsonObject list() {
        List<JsonObject> all = schedules.list().list("schedules").objects().stream()
                .map(schedule -> schedule.toBuilder()
                        .with(
                                "whose",
                                schedule.text("sender").equals(OWNER) ? "" : people.called(schedule.text("sender")))
                        .build())
                .toList();
        return JsonObject.with("schedules", JsonArray.of(all)).build();
    }

    private static long id(Request request) {
        return Desks.number(request, "schedule");
    }
}
