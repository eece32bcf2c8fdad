package moltbot.gateway.channel.discord;

import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// Discord's ids: 64 bits whose order is the order of time, written in decimal. In the number of a thread they are
/// written to the base of 62, so that a conversation's name can hold them.
final class Snowflake {
    private static final Pattern ID = Pattern.compile("[0-9]{1,20}");
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private Snowflake() {}

    /// An object's id of that name.
    static String in(JsonObject object, String field) {
        String id = object.text(field);
        if (!isOne(id)) {
            throw ContractException.malformed("An id of Discord's is a number.");
        }
        return id;
    }

    static boolean isOne(String text) {
        return ID.matcher(text).matches();
    }

    /// Whether this one is of an earlier time.
    static boolean before(String one, String other) {
        return Long.compareUnsigned(number(one), number(other)) < 0;
    }

    private static long number(String id) {
        try {
            return Long.parseUnsignedLong(id);
        } catch (NumberFormatException e) {
            throw new ContractException(ContractException.Code.MALFORMED, "An id of Discord's has 64 bits.", e);
        }
    }

    /// As the number of a thread.
    static String shorter(String id) {
        StringBuilder text = new StringBuilder();
        long left = number(id);
        do {
            text.append(DIGITS.charAt((int) Long.remainderUnsigned(left, DIGITS.length())));
            left = Long.divideUnsigned(left, DIGITS.length());
        } while (left != 0);
        return text.reverse().toString();
    }

    /// The id whose [#shorter] this is.
    static String longer(String number) {
        long id = 0;
        for (int at = 0; at < number.length(); at++) {
            id = id * DIGITS.length() + DIGITS.indexOf(number.charAt(at));
        }
        return Long.toUnsignedString(id);
    }
}
