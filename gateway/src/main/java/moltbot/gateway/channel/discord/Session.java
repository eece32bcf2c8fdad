package moltbot.gateway.channel.discord;

import moltbot.contract.json.JsonObject;

/// What Discord keeps for whoever was connected and comes back.
///
/// @param url  where to come back to
/// @param seq  of the last event that is done with: what follows is asked for again
record Session(String id, String url, long seq) {
    Session at(long number) {
        return new Session(id, url, number);
    }

    JsonObject toJson() {
        return JsonObject.with("id", id).with("url", url).with("seq", seq).build();
    }

    static Session fromJson(JsonObject json) {
        return new Session(json.text("id"), json.text("url"), json.number("seq"));
    }
}
