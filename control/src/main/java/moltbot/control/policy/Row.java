package moltbot.control.policy;

import moltbot.contract.label.Label;

/// One line of the table of decisions; `any` fits everything.
///
/// @param line    its place in the file, for whoever looks it up
/// @param answer  `allow`, `ask`, `each` (asked each time) or `deny`
record Row(int line, String effect, String input, String data, String destination, String answer, String why) {
    private static final String ANY = "any";

    boolean fits(String other, Label label, Destination where) {
        return fits(effect, other)
                && fits(input, label.input().word())
                && fits(data, label.data().word())
                && fits(destination, where.word());
    }

    private static boolean fits(String mine, String other) {
        return mine.equals(ANY) || mine.equals(other);
    }
}
