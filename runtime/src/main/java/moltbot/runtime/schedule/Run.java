package moltbot.runtime.schedule;

import java.time.Instant;

/// One run of a schedule that is over and was not told of yet.
///
/// @param turn     its turn, named by the schedule and the time it was due
/// @param missed   how often it would have been due until it began, beside this
/// @param outcome  of the turn
/// @param answer   the last that was said; may be empty
/// @param trouble  the last notice of the house; may be empty
/// @param failures how many runs in a row have failed, this one counted
public record Run(
        Schedule schedule,
        String turn,
        Instant due,
        Instant began,
        int missed,
        String outcome,
        String answer,
        String trouble,
        int failures) {
    /// So many failures in a row pause a schedule.
    public static final int MOST_FAILURES = 5;

    /// A run of a schedule at one time has one name, so that it cannot be begun twice.
    public static String turn(long schedule, Instant due) {
        return "run-" + schedule + "-" + due.toEpochMilli();
    }

    /// True where it did not come to its end.
    public boolean failed() {
        return outcome.equals("failed");
    }

    /// True where that is one too many.
    public boolean pauses() {
        return failed() && failures >= MOST_FAILURES && schedule.next().isPresent();
    }
}
