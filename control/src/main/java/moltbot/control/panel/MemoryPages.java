package moltbot.control.panel;

import java.util.List;
import moltbot.contract.json.JsonObject;
import moltbot.control.memory.MemoryDesk;

/// The panel's page of what the assistant remembers.
record MemoryPages(MemoryDesk memory) {
    List<Route> routes() {
        return List.of(
                Route.get("/api/memory", _ -> Reply.json(200, memory.list())),
                Route.get("/api/memory/export", _ -> export()),
                Route.post(
                        "/api/memory",
                        request -> Reply.json(200, memory.add(request.json().text("text"), Desks.BY))),
                Route.post(
                        "/api/memory/*/edit",
                        request -> Reply.json(
                                200, memory.edit(id(request), request.json().text("text"), Desks.BY))),
                Route.post("/api/memory/*/approve", request -> Reply.json(200, memory.approve(id(request), Desks.BY))),
                Route.post("/api/memory/*/forget", request -> Reply.json(200, memory.forget(id(request), Desks.BY))));
    }

    private Reply export() {
        JsonObject headers = Reply.headers("application/json", "no-store")
                .with("content-disposition", "attachment; filename=\"moltbot-memory.json\"")
                .build();
        return new Reply(200, headers, memory.list().toBytes());
    }

    private static long id(Request request) {
        return Desks.number(request, "memory");
    }
}
