package moltbot.gateway.channel.discord;

/// What the owner is told of how Discord stands: what is wrong, and what to do.
final class Words {
    private static final String PUT_IN = "'./moltbot secret set " + DiscordChannel.SECRET + "'";
    private static final String PORTAL = "https://discord.com/developers/applications";

    static final String NO_KEY = "There is no bot's token yet. Put it in with " + PUT_IN + ".";
    static final String REVOKED =
            "Discord does not know this bot's token: it was reset, or is not a whole one. Get a new"
                    + " one at " + PORTAL + " (Bot, Reset Token) and put it in with " + PUT_IN
                    + ". Until then nothing is received or sent here.";
    static final String INTENTS = "Discord does not let this bot have the events that the house asks for, although none"
            + " of them is a privileged one. Update the house; then give the token again with " + PUT_IN + ".";
    static final String TOO_LARGE = "This bot is in more servers than one connection may serve. Give the house a bot of"
            + " its own, and its token with " + PUT_IN + ".";
    static final String OUTDATED = "Discord does not take this house's version of its interface any more. Update the"
            + " house. Until then nothing is received here.";
    static final String NOT_THERE = "Discord cannot be reached. Check this machine's connection; it is tried again.";
    static final String SILENT = "Discord fell silent; the connection is made anew.";
    static final String AWAY = "Discord ended the connection; it is made anew.";
    static final String LIMITED = "Discord asks for patience, and is left alone until then.";
    static final String STARTS = "The bot was connected anew too often today, perhaps by another program that has its"
            + " token, and Discord asks for patience. End that program, or reset the token at " + PORTAL + ".";

    private Words() {}

    /// Why nothing was received.
    static String of(Reply reply) {
        return switch (reply) {
            case Reply.NoKey() -> NO_KEY;
            case Reply.NotSent(), Reply.Lost(), Reply.Done _ -> NOT_THERE;
            case Reply.Broken(int status) -> failed(status);
            case Reply.Refused refused when refused.ofKey() -> REVOKED;
            case Reply.Refused refused when refused.status() == Reply.TOO_MANY -> LIMITED;
            case Reply.Refused refused -> failed(refused.status());
        };
    }

    private static String failed(int status) {
        return "Discord fails at the moment (" + status + "); it is tried again.";
    }
}
