package moltbot.contract.model;

import moltbot.contract.json.JsonObject;

/// The tokens of one answer, as its provider counted them.
///
/// @param input       read anew
/// @param cacheRead   read from the provider's cache, where it is cheaper
/// @param cacheWrite  read anew and put into that cache
/// @param output      written, thinking included
public record Usage(long input, long cacheRead, long cacheWrite, long output) {
    public static final Usage NONE = new Usage(0, 0, 0, 0);

    /// Everything the model read.
    public long allInput() {
        return input + cacheRead + cacheWrite;
    }

    /// Everything it read and wrote.
    public long total() {
        return allInput() + output;
    }

    JsonObject.Builder into(JsonObject.Builder json) {
        return json.with("inputTokens", input)
                .with("cacheReadTokens", cacheRead)
                .with("cacheWriteTokens", cacheWrite)
                .with("outputTokens", output);
    }

    static Usage fromJson(JsonObject json) {
        return new Usage(
                json.number("inputTokens"),
                json.number("cacheReadTokens"),
                json.number("cacheWriteTokens"),
                json.number("outputTokens"));
    }
}
