package moltbot.gateway.channel.signal;

import java.time.Duration;

/// Sentences for the owner, and the two that people are told in Signal.
final class Words {
    static final String NOT_THERE =
            "signal-cli does not answer. './moltbot status' says whether it runs, './moltbot logs signal' why not.";
    static final String UNLINKED = "No Signal account is linked yet. Link one with './moltbot signal link'.";
    static final String TAKEN_OFF =
            "Signal does not know this house as a device of the account any more: it was taken off"
                    + " on the phone, or by Signal. Nothing is received or sent; './moltbot signal link' links it again.";
    static final String NOT_LOADED =
            "signal-cli has not loaded the account that was linked: Signal could not be reached when"
                    + " it started, or the account was unlinked. It is tried again; './moltbot signal link' links it anew.";
    static final String CHANGED = "Their safety number has changed, so nothing was sent. Compare it with them, then"
            + " './moltbot signal trust'; what waits is sent after that.";
    static final String LIMITED = "Signal asks for fewer messages.";
    static final String PROOF = "Signal wants a proof that a person sends: './moltbot signal challenge' says how.";
    static final String UNTRUSTED =
            "The safety number of somebody has changed, so nothing goes to them or comes from them"
                    + " until you have compared it: './moltbot signal trust' shows whose.";

    /// Told to whoever sent it.
    static final String VIEW_ONCE =
            "I do not open what can be viewed once only, and have kept nothing of it. Send it as an"
                    + " ordinary picture or video if I am to look at it.";

    private Words() {}

    /// Told in a conversation whose messages disappear.
    static String kept(long seconds) {
        return "Messages disappear from this conversation after " + said(Duration.ofSeconds(seconds))
                + ". Mine do so in Signal, too; but what is said here is also kept in the house that I run in, and does not"
                + " disappear there.";
    }

    /// A time as people say it.
    static String said(Duration time) {
        if (time.toDays() > 0 && time.toHoursPart() == 0) {
            return counted(time.toDays(), "day");
        }
        if (time.toHours() > 0 && time.toMinutesPart() == 0) {
            return counted(time.toHours(), "hour");
        }
        return time.toMinutes() > 0 ? counted(time.toMinutes(), "minute") : counted(time.toSeconds(), "second");
    }

    private static String counted(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
