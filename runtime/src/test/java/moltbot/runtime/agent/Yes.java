package moltbot.runtime.agent;

import moltbot.contract.json.JsonObject;
import moltbot.runtime.tool.Authority;

/// An authority that allows all.
final class Yes implements Authority {
    @Override
    public Ruling authorize(Question question) {
        return new Ruling.Allow("grant");
    }

    @Override
    public Answer await(String approval) {
        return new Answer.Denied();
    }

    @Override
    public void report(String call, String outcome, JsonObject detail) {}
}
