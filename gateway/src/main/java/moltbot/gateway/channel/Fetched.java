package moltbot.gateway.channel;

/// What came of fetching a file that came along with a message.
public sealed interface Fetched {
    /// All of it.
    record Whole(byte[] bytes) implements Fetched {}

    /// It will not come; what was written is taken without it.
    ///
    /// @param why  the end of a sentence
    record Missing(String why) implements Fetched {}

    /// It has more bytes than there is room for.
    static Missing tooLarge() {
        return new Missing("it is too large");
    }
}
