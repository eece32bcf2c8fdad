package moltbot.runtime.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import moltbot.runtime.tool.BadInput;

/// Five fields as in crontab(5) of Vixie's cron: minute, hour, day of the month, month, day of the week. Each is `*`,
/// or numbers, names (`mon`, `jan`), ranges and steps, with commas between. Where both days are restricted, either
/// fits. Immutable.
///
/// Times are those of a wall clock. One that does not exist on the day the clock goes forward is taken as much later as
/// the clock went forward; of one that exists twice on the day it goes back, the first is taken. So whatever is due
/// once a day is due once that day, too.
final class Cron {
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

    /// A leap day may be eight years away.
    private static final int MOST_DAYS = 8 * 366 + 1;

    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet days;
    private final BitSet months;
    private final BitSet weekdays;
    private final boolean eitherDay;

    private Cron(List<String> fields) {
        this.minutes = field("minute", fields.get(0), 0, 59, List.of());
        this.hours = field("hour", fields.get(1), 0, 23, List.of());
        this.days = field("day of the month", fields.get(2), 1, 31, List.of());
        this.months = field("month", fields.get(3), 1, 12, MONTHS);
        this.weekdays = field("day of the week", fields.get(4), 0, 7, DAYS);
        if (weekdays.get(7)) {
            weekdays.set(0);
        }
        this.eitherDay = !fields.get(2).startsWith("*") && !fields.get(4).startsWith("*");
    }

    /// @throws BadInput  with a sentence that says what is wrong
    static Cron parse(String text) {
        List<String> fields = List.of(text.strip().toLowerCase(Locale.ROOT).split("\\s+", -1));
        if (fields.size() != 5) {
            throw new BadInput("cron has five fields: minute, hour, day of the month, month, day of the week.");
        }
        Cron cron = new Cron(fields);
        if (!cron.comesAtAll()) {
            throw new BadInput("No day is like that: '" + text + "'.");
        }
        return cron;
    }

    private static BitSet field(String name, String text, int least, int most, List<String> names) {
        BitSet set = new BitSet(most + 1);
        for (String part : text.split(",", -1)) {
            String[] stepped = part.split("/", -1);
            String[] range = stepped[0].split("-", -1);
            if (stepped.length > 2 || range.length > 2) {
                throw bad(name, text);
            }
            boolean all = stepped[0].equals("*");
            int from = all ? least : number(name, range[0], least, names);
            int step = stepped.length == 2 ? number(name, stepped[1], 0, List.of()) : 1;
            int open = stepped.length == 2 ? most : from;
            int to = all ? most : range.length == 2 ? number(name, range[1], least, names) : open;
            if (from < least || to > most || from > to || step < 1) {
                throw bad(name, text);
            }
            for (int i = from; i <= to; i += step) {
                set.set(i);
            }
        }
        return set;
    }

    private static int number(String name, String word, int least, List<String> names) {
        int named = names.indexOf(word);
        if (named >= 0) {
            return named + least;
        }
        if (!word.matches("[0-9]{1,2}")) {
            throw bad(name, word);
        }
        return Integer.parseInt(word);
    }

    private static BadInput bad(String name, String text) {
        return new BadInput("cron's field for the " + name + " makes no sense: '" + text + "'.");
    }

    /// The least number of minutes between two times it may come to.
    int leastPause() {
        int first = minutes.nextSetBit(0);
        int least = 60 - minutes.length() + 1 + first;
        for (int before = first, next = minutes.nextSetBit(first + 1);
                next >= 0;
                before = next, next = minutes.nextSetBit(next + 1)) {
            least = Math.min(least, next - before);
        }
        return least;
    }

    private boolean comesAtAll() {
        return eitherDay
                || months.stream()
                        .anyMatch(month ->
                                days.nextSetBit(1) <= YearMonth.of(2000, month).lengthOfMonth());
    }

    /// The first time after that; empty where none comes for years.
    Optional<Instant> after(Instant after, ZoneId zone) {
        // A time of yesterday that did not exist may be due today.
        LocalDate day = after.atZone(zone).toLocalDate().minusDays(1);
        for (int i = 0; i < MOST_DAYS; i++, day = day.plusDays(1)) {
            Optional<Instant> found = fits(day) ? after(after, day, zone) : Optional.empty();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private boolean fits(LocalDate day) {
        boolean dayOfMonth = days.get(day.getDayOfMonth());
        boolean dayOfWeek = weekdays.get(day.getDayOfWeek().getValue() % 7);
        return months.get(day.getMonthValue()) && (eitherDay ? dayOfMonth || dayOfWeek : dayOfMonth && dayOfWeek);
    }

    /// Where the clock jumps, what comes later on the wall may be earlier in truth: the earliest is looked for.
    private Optional<Instant> after(Instant after, LocalDate day, ZoneId zone) {
        return hours.stream()
                .boxed()
                .flatMap(hour -> minutes.stream()
                        .mapToObj(minute -> day.atTime(LocalTime.of(hour, minute))
                                .atZone(zone)
                                .toInstant()))
                .filter(time -> time.isAfter(after))
                .min(Instant::compareTo);
    }
}
