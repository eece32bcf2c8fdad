package moltbot.contract.channel;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a tap on a choice of the assistant's question says: which choice, and of which question, so that it is no
/// answer to another. Written as `/choose QUESTION NUMBER`; it counts while that question is open, and then means the
/// number.
///
/// @param question  by when it is over, which no two questions of a conversation share
/// @param number    from 1
public record Choice(long question, int number) {
    private static final int RADIX = 36;
    private static final Pattern SAYS = Pattern.compile("/choose ([0-9a-z]{1,12}) ([1-9])");

    /// The words of a tap.
    public String says() {
        return "/choose " + Long.toString(question, RADIX) + " " + number;
    }

    /// Reads the words of a tap; empty for all others.
    public static Optional<Choice> of(String text) {
        Matcher matcher = SAYS.matcher(text.strip());
        return matcher.matches()
                ? Optional.of(new Choice(Long.parseLong(matcher.group(1), RADIX), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }
}
