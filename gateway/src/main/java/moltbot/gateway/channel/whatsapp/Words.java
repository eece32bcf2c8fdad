package moltbot.gateway.channel.whatsapp;

import moltbot.gateway.channel.Alarm.Undelivered.Why;

/// What the owner is told of how WhatsApp stands, and of what could not be sent: what is wrong, and what to do.
final class Words {
    private static final String SET = "'./moltbot secret set " + WhatsAppChannel.SECRET + "'";

    static final String NO_KEY = "There is no token for WhatsApp yet. Put it in with " + SET + ".";
    static final String REVOKED =
            "WhatsApp does not take the token any more: it expired (those of the page API Setup do"
                    + " after a day) or was revoked. Make a system user's token at https://business.facebook.com/settings, as"
                    + " docs/channels/whatsapp.md says, and put it in with " + SET
                    + ". Until then nothing can be answered here.";
    static final String NO_PERMISSION =
            "The token may not use this phone number: whatsapp.phone-number-id names another"
                    + " one, or the token lacks a permission (whatsapp_business_messaging, whatsapp_business_management, the"
                    + " WhatsApp account among its assets). Mend that, and put the token in again with " + SET + ".";
    static final String NOT_THERE = "WhatsApp cannot be reached. Check this machine's connection; it is tried again.";
    static final String LIMITED = "WhatsApp asks for patience, and is left alone until then.";
    static final String WINDOW = "WhatsApp lets the house write to them only within 24 hours of their last message, and"
            + " that was longer ago. Once they write again, send it again with './moltbot outbox'.";

    private Words() {}

    /// Why it does not stand well.
    static String of(Reply reply) {
        return switch (reply) {
            case Reply.NoKey() -> NO_KEY;
            case Reply.NotSent(), Reply.Lost(), Reply.Done _ -> NOT_THERE;
            case Reply.Broken(int status) -> failed(status);
            case Reply.Refused refused when refused.ofKey() -> REVOKED;
            case Reply.Refused refused when refused.ofPermission() -> NO_PERMISSION;
            case Reply.Refused refused when refused.isLimited() -> LIMITED;
            case Reply.Refused refused -> failed(refused.code());
        };
    }

    private static String failed(int code) {
        return "WhatsApp fails at the moment (" + code + "); it is tried again.";
    }

    /// The same, in the words that the house has for every messenger.
    static Why why(int code) {
        return switch (code) {
            case Reply.Refused.WINDOW -> Why.WINDOW;
            case Reply.Refused.GONE -> Why.GONE;
            default -> Why.REFUSED;
        };
    }

    /// Why a message will never be there, by the code of WhatsApp's that says so.
    static String never(int code) {
        return switch (code) {
            case Reply.Refused.WINDOW -> WINDOW;
            case Reply.Refused.GONE ->
                "WhatsApp cannot bring it to them: they have no WhatsApp any more, an old one, or blocked this number.";
            case 131_030 ->
                "This is a test number of Meta's, and they are not among those it may write to. Add their number on the"
                        + " page API Setup at developers.facebook.com, or use a number of your own.";
            case 131_021 -> "That is the house's own number.";
            case 131_051, 131_052, 131_053 -> "WhatsApp does not take a message or file of this kind (" + code + ").";
            default -> "WhatsApp refused this message for good (" + code + ").";
        };
    }
}
