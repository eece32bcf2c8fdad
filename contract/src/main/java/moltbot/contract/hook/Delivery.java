package moltbot.contract.hook;

/// One call from outside whose sender the breaker has proved. Its words are a stranger's all the same.
///
/// @param hook   which hook was called: its name, as in the path
/// @param id     the same for the same delivery that is tried again, where the sender tells
/// @param type   the media type of the body, lower-case, without parameters; empty where none was told
/// @param query  the query of the target as it came, without its question mark; empty where there is none
public record Delivery(String hook, String id, String type, String query) {
    /// The longest body, in bytes.
    public static final int MOST = 1 << 20;
}
