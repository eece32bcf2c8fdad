package moltbot.gateway.channel.slack;

/// How a connection ended.
sealed interface Ending {
    String DISABLED = "link_disabled";
    String TOO_MANY = "too_many_websockets";

    /// It was closed, or broke.
    record Closed() implements Ending {}

    /// Nothing was heard for too long.
    record Silent() implements Ending {}

    /// Slack ended it and says why.
    record Refused(String reason) implements Ending {}

    /// It was not even begun.
    record Failed(Reply reply) implements Ending {}

    /// The house cannot go on with a message now.
    record Stalled() implements Ending {}
}
