package moltbot.runtime.question;

import java.util.Locale;
import java.util.regex.Pattern;

/// Tells what looks like a code that proves who somebody is, and nothing else: those of an authenticator, of a text
/// message, of this house's approvals and pairing, and for recovery. A model has no use for one, so an attacker's asks.
public final class SecretCode {
    /// Six to eight digits, with or without a gap.
    private static final Pattern DIGITS = Pattern.compile("[0-9]{3,4}[ -]?[0-9]{3,4}");

    /// As this house shows its own: eight, or groups of four.
    private static final Pattern HOUSES = Pattern.compile("[A-Z2-9]{8}|[A-Z2-9]{4}(?:-[A-Z2-9]{4}){1,7}");

    /// A word before it, as people write it, and the sign after it.
    private static final Pattern AROUND =
            Pattern.compile("(?i)^(?:(?:it is|it's|my|the|this|code|pin|tan|otp|is|here)[ :=]+)*|[.! ]+$");

    private static final Pattern COMMAND = Pattern.compile("(?i)^/(?:approve|deny) +");

    private SecretCode() {}

    /// True where a message is such a code and nothing more. What only looks like one can be said in a sentence.
    public static boolean isAll(String message) {
        String plain =
                COMMAND.matcher(AROUND.matcher(message.strip()).replaceAll("")).replaceAll("");
        return DIGITS.matcher(plain).matches()
                || HOUSES.matcher(plain).matches()
                || (plain.chars().anyMatch(Character::isDigit)
                        && HOUSES.matcher(plain.toUpperCase(Locale.ROOT)).matches());
    }
}
