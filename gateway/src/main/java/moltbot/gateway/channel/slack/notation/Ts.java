package moltbot.gateway.channel.slack.notation;

import java.util.Locale;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// Slack's numbers of messages: seconds and a count, which name a message within its channel and tell the order there
/// (`1503435956.000247`). As the number of a thread they are written to the base of 62, so that a conversation's name
/// can hold them.
public final class Ts {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}\\.[0-9]{6}");
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final long COUNTS = 1_000_000;

    private Ts() {}

    /// An object's number of that name.
    public static String in(JsonObject object, String field) {
        String number = object.text(field);
        if (!isOne(number)) {
            throw ContractException.malformed("A message of Slack's has a number.");
        }
        return number;
    }

    public static boolean isOne(String text) {
        return NUMBER.matcher(text).matches();
    }

    /// Whether this one is earlier.
    public static boolean before(String one, String other) {
        return value(one) < value(other);
    }

    public static long value(String number) {
        return Long.parseLong(number.replace(".", ""));
    }

    /// As the number of a thread.
    public static String shorter(String number) {
        StringBuilder text = new StringBuilder();
        long left = value(number);
        do {
            text.append(DIGITS.charAt((int) (left % DIGITS.length())));
            left /= DIGITS.length();
        } while (left != 0);
        return text.reverse().toString();
    }

    /// The number whose [#shorter] this is.
    public static String longer(String shorter) {
        long value = 0;
        for (int at = 0; at < shorter.length(); at++) {
            value = value * DIGITS.length() + DIGITS.indexOf(shorter.charAt(at));
        }
        return String.format(Locale.ROOT, "%d.%06d", value / COUNTS, value % COUNTS);
    }
}
