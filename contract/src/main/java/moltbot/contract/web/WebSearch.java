package moltbot.contract.web;

import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;

/// One question to the search engine the owner chose.
///
/// @param query  what is looked for, at most 400 characters of one line
public record WebSearch(String query) {
    /// The effect's name in judgements, grants and the audit.
    public static final String EFFECT = "web.search";

    private static final int MOST_CHARS = 400;

    public WebSearch {
        if (query.isBlank() || query.length() > MOST_CHARS || query.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw ContractException.malformed("A search has one line of at most " + MOST_CHARS + " characters.");
        }
    }

    public String digest() {
        return Seal.digest(toJson().toBytes());
    }

    public JsonObject toJson() {
        return JsonObject.with("query", query).build();
    }

    public static WebSearch fromJson(JsonObject json) {
        return new WebSearch(json.text("query"));
    }
}
