package moltbot.gateway.channel.slack;

/// What the owner is told of how Slack stands: what is wrong, and what to do.
final class Words {
    private static final String APPS = "https://api.slack.com/apps";
    private static final String BOTH = "'./moltbot secret set " + SlackChannel.BOT_SECRET
            + "' and './moltbot secret set " + SlackChannel.APP_SECRET + "'";

    static final String REVOKED = "Slack does not take the app's tokens: one was revoked or expired, the app was"
            + " uninstalled, or they are exchanged (the bot's begins with xoxb-, the app's with xapp-). Look at " + APPS
            + " and put both in with " + BOTH + ". Until then nothing is received or sent here.";
    static final String DISABLED = "Socket Mode is turned off for this app. Turn it on at " + APPS
            + " (Socket Mode), then give the app's token again with './moltbot secret set " + SlackChannel.APP_SECRET
            + "'. Until then nothing is received here.";
    static final String NOT_THERE = "Slack cannot be reached. Check this machine's connection; it is tried again.";
    static final String SILENT = "Slack fell silent; the connection is made anew.";
    static final String AWAY = "Slack ended the connection; it is made anew.";
    static final String LIMITED = "Slack asks for patience, and is left alone until then.";
    static final String MANY = "Slack counts too many connections of this app, perhaps of other programs that have its"
            + " tokens. End those, or make new tokens at " + APPS + ".";
    static final String TAKEN = "Another program takes this app's messages, so some do not come here. End it. If you"
            + " run no other, somebody else has the app's token: revoke it at " + APPS
            + " (Basic Information, App-Level Tokens), and put a new one in with './moltbot secret set "
            + SlackChannel.APP_SECRET + "'.";

    private Words() {}

    static String noKey(String name) {
        return "There is no " + name + " yet. Put it in with './moltbot secret set " + name + "'.";
    }

    /// Why nothing was received.
    static String of(Reply reply) {
        return switch (reply) {
            case Reply.NoKey(String name) -> noKey(name);
            case Reply.NotSent(), Reply.Lost(), Reply.Done _ -> NOT_THERE;
            case Reply.Broken(int status) -> "Slack fails at the moment (" + status + "); it is tried again.";
            case Reply.Refused refused when refused.ofKey() -> REVOKED;
            case Reply.Refused refused when refused.ofScope() -> scope(refused.needed());
            case Reply.Refused refused when refused.isLimited() -> LIMITED;
            case Reply.Refused refused -> "Slack fails at the moment (" + refused.error() + "); it is tried again.";
        };
    }

    static String scope(String needed) {
        return "The app lacks a permission (" + needed + "). Add it at " + APPS
                + " as docs/channels/slack.md says, install the app again, and put its tokens in with " + BOTH + ".";
    }
}
