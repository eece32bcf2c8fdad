package moltbot.control.panel;

import java.util.List;
import moltbot.contract.json.JsonObject;
import moltbot.control.channel.OwnersDesk;
import moltbot.control.channel.SignalLinking;
import moltbot.control.channel.SignalLinking.News;

/// The panel's page of who may talk to the assistant, and of what could not be delivered to them.
record PeoplePages(OwnersDesk people, SignalLinking signal) {
    List<Route> routes() {
        return List.of(
                Route.get("/api/people", _ -> Reply.json(200, people.people())),
                Route.post("/api/pairing/*/approve", this::approve),
                Route.post("/api/pairing/*/deny", request -> {
                    people.deny(request.word(0), Desks.BY);
                    return Reply.json(200, JsonObject.EMPTY);
                }),
                Route.post("/api/pairing/*/remove", request -> {
                    people.remove(request.word(0), Desks.BY);
                    return Reply.json(200, JsonObject.EMPTY);
                }),
                Route.post("/api/pairing/*/tools", this::give),
                Route.post("/api/pairing/signal/link", this::link),
                Route.post("/api/pairing/signal/leave", _ -> {
                    signal.leave();
                    return Reply.json(200, JsonObject.EMPTY);
                }),
                Route.post(
                        "/api/outbox/*/resend", request -> Reply.json(200, people.resend(letter(request), Desks.BY))),
                Route.post("/api/outbox/*/drop", request -> Reply.json(200, people.drop(letter(request), Desks.BY))));
    }

    /// The breaker has looked at the proof's age; here it is looked at again, for this is what it is for.
    private Reply approve(Request request) throws InterruptedException {
        if (!request.person().provedLately()) {
            throw new HttpFailure(403, "step-up", "Confirm that it is you, then let them in again. Nobody was let in.");
        }
        people.approve(request.word(0), request.json().flagOr("owner", false), Desks.BY);
        return Reply.json(200, JsonObject.EMPTY);
    }

    private Reply give(Request request) throws InterruptedException {
        if (!request.person().provedLately()) {
            throw new HttpFailure(403, "step-up", "Confirm that it is you, then choose again. Nothing was changed.");
        }
        people.give(request.word(0), request.json(), Desks.BY);
        return Reply.json(200, JsonObject.EMPTY);
    }

    /// Begins where the page knows nothing yet; else what is newer than it knows.
    private Reply link(Request request) throws InterruptedException {
        if (!request.person().provedLately()) {
            throw new HttpFailure(403, "step-up", "Confirm that it is you, then link it again. Nothing was linked.");
        }
        JsonObject head = request.json();
        News news = head.has("after") ? signal.after(head.number("after")) : signal.begin(Desks.BY);
        JsonObject.Builder told = JsonObject.with("number", news.number()).with("state", news.state());
        if (news.state().equals("code")) {
            told.with("picture", QrPicture.of(news.text()));
        } else {
            told.with("text", news.text());
        }
        return Reply.json(200, told.build());
    }

    private static long letter(Request request) {
        return Desks.number(request, "letter");
    }
}
