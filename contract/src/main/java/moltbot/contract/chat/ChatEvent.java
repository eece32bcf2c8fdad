package moltbot.contract.chat;

import java.time.Instant;
import moltbot.contract.json.JsonObject;

/// One thing that happened in a conversation. Everything that lasts has a number, rising by one within the
/// conversation, and is on disk before it is sent; a reader that lost its connection asks again from the last number
/// it saw. What is only for the eye ([ChatFact.Draft]) has number 0.
///
/// The browser gets the same JSON: `{"seq":…,"turn":…,"at":…,"type":…, …}`, times in epoch milliseconds.
public record ChatEvent(long seq, String turn, Instant at, ChatFact fact) {
    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.with("seq", seq)
                .with("turn", turn)
                .with("at", at.toEpochMilli())
                .with("type", fact.type());
        fact.toJson().fields().forEach(json::with);
        return json.build();
    }

    public static ChatEvent fromJson(JsonObject json) {
        return new ChatEvent(
                json.number("seq"),
                json.text("turn"),
                Instant.ofEpochMilli(json.number("at")),
                ChatFact.fromJson(json.text("type"), json));
    }
}
