package moltbot.runtime.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import moltbot.contract.Cut;

/// What is said at the beginning and at the end of a run. Pure.
///
/// @param zone  whose wall clock times are told of
record Reports(ZoneId zone) {
    private static final String OWNER = "owner";
    private static final Duration LATE = Duration.ofSeconds(90);
    private static final int MOST_ANSWER = 24_000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEEE yyyy-MM-dd HH:mm", Locale.ENGLISH);

    /// What the model is told, before what is to be done.
    String opening(Schedule schedule, Instant due, Instant now) {
        String whose = schedule.sender().equals(OWNER)
                ? ""
                : " of somebody your owner lets you talk to, who is not your" + " owner";
        return "(A scheduled run" + whose + ": #" + schedule.id() + ", "
                + schedule.when().words() + ", due "
                + time(due) + "; it is " + time(now) + " now, " + zone
                + ". Nobody is waiting here. Your last answer is sent"
                + " to where it was asked for. What is to be done:)\n" + schedule.text();
    }

    /// What whoever asked for it is told.
    String of(Run run) {
        StringBuilder text =
                new StringBuilder("**Scheduled #" + run.schedule().id() + ", due " + time(run.due()) + "**");
        if (Duration.between(run.due(), run.began()).compareTo(LATE) > 0) {
            text.append("\n*It began late, at ").append(time(run.began())).append(".*");
        }
        if (run.missed() > 0) {
            text.append("\n*")
                    .append(run.missed() >= 1_000 ? "1,000 or more" : run.missed())
                    .append(
                            run.missed() == 1
                                    ? " later run that was due by then is"
                                    : " later runs that were due by then are")
                    .append(" left out.*");
        }
        text.append("\n\n").append(outcome(run));
        if (run.pauses()) {
            text.append("\n\nThat was the ").append(run.failures()).append("th failure in a row, so it is paused now.");
        }
        return text.toString();
    }

    private static String outcome(Run run) {
        String answer = run.answer().length() <= MOST_ANSWER
                ? run.answer()
                : Cut.of(run.answer(), MOST_ANSWER) + "… (The rest is in the conversation of this schedule.)";
        return switch (run.outcome()) {
            case "done" -> answer.isBlank() ? "It came to its end and said nothing." : answer;
            case "joined" -> "It was answered in the conversation of this schedule.";
            case "stopped" -> said(answer) + "It was stopped before it came to its end.";
            default -> said(answer) + "It did not come to its end. " + trouble(run);
        };
    }

    private static String said(String answer) {
        return answer.isBlank() ? "" : answer + "\n\n";
    }

    /// The reasons behind what does not work are for the owner.
    private static String trouble(Run run) {
        String why = run.schedule().sender().equals(OWNER) ? run.trouble() + " " : "";
        return why.stripLeading()
                + (run.schedule().next().isPresent() ? "It is due again as planned." : "It is not tried again.");
    }

    String time(Instant time) {
        return TIME.format(time.truncatedTo(ChronoUnit.MINUTES).atZone(zone));
    }
}
