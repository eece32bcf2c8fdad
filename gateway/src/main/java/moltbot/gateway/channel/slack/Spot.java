package moltbot.gateway.channel.slack;

/// Where something is said in Slack.
///
/// @param thread  the number of the message that a thread hangs on; empty where it is none
record Spot(String channel, String thread) {
    String key() {
        return channel + "/" + thread;
    }
}
