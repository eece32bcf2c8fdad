package moltbot.gateway.channel.telegram;

/// What the owner is told of how Telegram stands: what is wrong, and what to do.
final class Words {
    static final String NO_KEY =
            "There is no bot's token yet. Put it in with './moltbot secret set " + TelegramChannel.SECRET + "'.";
    static final String REVOKED = "Telegram does not know this bot's token: it was revoked, or is not a whole one. Get"
            + " one from @BotFather and put it in with './moltbot secret set " + TelegramChannel.SECRET
            + "'. Until then nothing is received or sent here.";
    static final String TAKEN =
            "Another program takes this bot's messages, so some do not come here. End it. If you run"
                    + " no other, somebody else has the token: have @BotFather revoke it, and put the new one in with"
                    + " './moltbot secret set " + TelegramChannel.SECRET + "'.";
    static final String WEBHOOK =
            "This bot's messages go to another program's address (a webhook). Give this house a bot"
                    + " of its own, or have the webhook taken away.";
    static final String NOT_THERE = "Telegram cannot be reached. Check this machine's connection; it is tried again.";
    static final String LIMITED = "Telegram asks for patience, and is left alone until then.";

    private Words() {}

    /// Why nothing was received.
    static String of(Reply reply) {
        return switch (reply) {
            case Reply.NoKey() -> NO_KEY;
            case Reply.NotSent(), Reply.Lost(), Reply.Done _ -> NOT_THERE;
            case Reply.Broken(int status, String _) -> failed(status);
            case Reply.Refused refused when refused.ofKey() -> REVOKED;
            case Reply.Refused refused when refused.code() == Reply.TOO_MANY -> LIMITED;
            case Reply.Refused refused
            when refused.code() == Reply.CONFLICT -> refused.description().contains("webhook") ? WEBHOOK : TAKEN;
            case Reply.Refused refused -> failed(refused.code());
        };
    }

    private static String failed(int status) {
        return "Telegram fails at the moment (" + status + "); it is tried again.";
    }
}
