package moltbot.breaker.factor;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Tells passwords that everybody tries first, however long they are: the next keys again and again, a few signs
/// repeated, or words that are in every list with a year behind them. What is left after that is not judged: who
/// guesses is slowed down elsewhere.
///
/// [NIST SP 800-63B](https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver) wants a list of what is refused,
/// and no rules of which signs there must be. This is the list, as what such passwords have in common.
public final class Guessable {
    /// Fewer signs than these that do not follow from those before them are none that anybody must guess.
    private static final int FEW = 6;

    private static final List<String> ROWS = List.of(
            "1234567890",
            "qwertyuiop",
            "qwertzuiop",
            "azertyuiop",
            "asdfghjkl",
            "zxcvbnm",
            "yxcvbnm",
            "abcdefghijklmnopqrstuvwxyz",
            "!@#$%^&*()");

    private static final Pattern KNOWN = Pattern.compile("(19|20)[0-9]{2}|pass(wort|word|wd|phrase)|moltbot|letmein"
            + "|welcome|willkommen|hallo|hello|iloveyou|sunshine|princess|football|baseball|basketball|superman|batman"
            + "|master|monkey|dragon|shadow|trustno|secret|geheim|admin(istrator)?|assistant|changeme|default|login|user"
            + "|root|test|guest|home|family|house|summer|winter|spring|autumn|sommer|herbst|january?|february?|april"
            + "|september|october|november|december|monday|sunday|sonntag|qwert[yz]|azerty|asdf");

    private static final String[] DISGUISES = {"@a", "4a", "3e", "0o", "$s", "5s", "7t"};

    private Guessable() {}

    /// Whether it is among what is tried first.
    public static boolean is(String password) {
        String plain = password.toLowerCase(Locale.ROOT);
        return surprises(plain) < FEW || surprises(undisguised(plain)) < FEW;
    }

    private static String undisguised(String text) {
        String plain = text;
        for (String disguise : DISGUISES) {
            plain = plain.replace(disguise.charAt(0), disguise.charAt(1));
        }
        return plain;
    }

    /// How many of its signs do not follow from what stands before them; a word that is known is one.
    private static int surprises(String text) {
        String shortened = KNOWN.matcher(text).replaceAll("\u0001");
        int surprises = 0;
        for (int i = 0; i < shortened.length(); i++) {
            if (i == 0 || !(follows(shortened.charAt(i - 1), shortened.charAt(i)) || isRepeated(shortened, i))) {
                surprises++;
            }
        }
        return surprises;
    }

    private static boolean follows(char before, char now) {
        return before == now
                || ROWS.stream().anyMatch(row -> {
                    int at = row.indexOf(before);
                    return at >= 0
                            && ((at + 1 < row.length() && row.charAt(at + 1) == now)
                                    || (at > 0 && row.charAt(at - 1) == now));
                });
    }

    /// Whether all up to here is a beginning that begins again.
    private static boolean isRepeated(String text, int at) {
        for (int length = 1; length <= at; length++) {
            if (text.charAt(at) == text.charAt(at - length)
                    && text.startsWith(text.substring(0, Math.min(length, at + 1 - length)), length)) {
                return true;
            }
        }
        return false;
    }
}
