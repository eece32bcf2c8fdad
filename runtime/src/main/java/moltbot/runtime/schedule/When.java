package moltbot.runtime.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.runtime.tool.BadInput;

/// When something is to be done: once, or again and again. Immutable.
public sealed interface When {
    /// The least time between two runs.
    Duration LEAST_PAUSE = Duration.ofMinutes(5);

    /// How far ahead anything may lie.
    Duration MOST = Duration.ofDays(5 * 366);

    /// Once, at a time of the wall clock there. A time that does not exist is as much later as the clock jumped; of one
    /// that exists twice it is the first.
    record At(LocalDateTime time, ZoneId zone) implements When {
        public At {
            if (time.getYear() < 1970 || time.getYear() > 9999) {
                throw new BadInput("at is a date and time of the wall clock, such as 2026-12-01T09:00.");
            }
        }
    }

    /// Once, so long after it was made.
    record In(Duration pause) implements When {
        public In {
            requireBetween("in_minutes", pause, Duration.ofMinutes(1));
        }
    }

    /// Again and again, counted from when it was made, whatever the wall clock does.
    record Every(Duration pause) implements When {
        public Every {
            requireBetween("every_minutes", pause, LEAST_PAUSE);
        }
    }

    /// At times of the wall clock there.
    ///
    /// @param fields  as in crontab(5)
    record Times(String fields, ZoneId zone) implements When {
        public Times {
            if (Cron.parse(fields).leastPause() < LEAST_PAUSE.toMinutes()) {
                throw new BadInput(
                        "That is too often: between two runs are at least " + LEAST_PAUSE.toMinutes() + " minutes.");
            }
        }
    }

    private static void requireBetween(String name, Duration pause, Duration least) {
        if (pause.compareTo(least) < 0 || pause.compareTo(MOST) > 0) {
            throw new BadInput(name + " is from " + least.toMinutes() + " to " + MOST.toMinutes() + ".");
        }
    }

    /// A time of the wall clock, such as `2026-12-01T09:00`.
    static LocalDateTime time(String text) {
        try {
            return LocalDateTime.parse(text.strip().replace(' ', 'T'));
        } catch (DateTimeException e) {
            throw new BadInput("at is a date and time of the wall clock, such as 2026-12-01T09:00.");
        }
    }

    /// A time zone by its name, such as `Europe/Vienna`.
    static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new BadInput("zone is a time zone such as Europe/Vienna, or left out.");
        }
    }

    /// The first time that is later than `last`.
    ///
    /// @param made  when it was made
    default Optional<Instant> after(Instant made, Instant last) {
        return switch (this) {
            case At(LocalDateTime time, ZoneId zone) ->
                Optional.of(time.atZone(zone).toInstant()).filter(due -> due.isAfter(last));
            case In(Duration pause) -> Optional.of(made.plus(pause)).filter(due -> due.isAfter(last));
            case Every(Duration pause) -> {
                long times = Math.max(0, Duration.between(made, last).dividedBy(pause));
                yield Optional.of(made.plus(pause.multipliedBy(times + 1)));
            }
            case Times(String fields, ZoneId zone) -> Cron.parse(fields).after(last, zone);
        };
    }

    /// For people, within a sentence.
    default String words() {
        return switch (this) {
            case At(LocalDateTime time, ZoneId zone) ->
                "once, on " + time.toLocalDate() + " at " + time.toLocalTime() + " (" + zone + ")";
            case In(Duration pause) -> "once, " + minutes(pause) + " after it was made";
            case Every(Duration pause) -> "every " + minutes(pause);
            case Times(String fields, ZoneId zone) -> "at the times " + fields + " (" + zone + ")";
        };
    }

    private static String minutes(Duration pause) {
        return pause.toMinutes() == 1 ? "minute" : pause.toMinutes() + " minutes";
    }

    default JsonObject toJson() {
        return switch (this) {
            case At(LocalDateTime time, ZoneId zone) ->
                JsonObject.with("at", time.toString())
                        .with("zone", zone.getId())
                        .build();
            case In(Duration pause) ->
                JsonObject.with("inMinutes", pause.toMinutes()).build();
            case Every(Duration pause) ->
                JsonObject.with("everyMinutes", pause.toMinutes()).build();
            case Times(String fields, ZoneId zone) ->
                JsonObject.with("cron", fields).with("zone", zone.getId()).build();
        };
    }

    /// Reads what [#toJson] wrote.
    static When fromJson(JsonObject json) {
        if (json.has("at")) {
            return new At(time(json.text("at")), zone(json.text("zone")));
        }
        if (json.has("inMinutes")) {
            return new In(Duration.ofMinutes(json.number("inMinutes")));
        }
        if (json.has("everyMinutes")) {
            return new Every(Duration.ofMinutes(json.number("everyMinutes")));
        }
        if (json.has("cron")) {
            return new Times(json.text("cron"), zone(json.text("zone")));
        }
        throw ContractException.malformed("A schedule says when.");
    }
}
