package moltbot.runtime.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.runtime.tool.BadInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// When things are due, on ordinary days and on those on which the clock jumps.
class CronTest {
    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(VIENNA).toInstant();
    }

    /// What comes after that, as the wall clock there shows it.
    private static List<String> next(String fields, String after, int count) {
        List<String> times = new ArrayList<>();
        Instant last = at(after);
        for (int i = 0; i < count; i++) {
            last = Cron.parse(fields).after(last, VIENNA).orElseThrow();
            ZonedDateTime time = last.atZone(VIENNA);
            times.add(time.toLocalDateTime() + time.getOffset().getId());
        }
        return times;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 9 * * 1-5      | 2026-11-27T09:00 | 2026-11-30T09:00+01:00
            0 9 * * MON-FRI  | 2026-11-27T08:59 | 2026-11-27T09:00+01:00
            */15 * * * *     | 2026-11-27T23:50 | 2026-11-28T00:00+01:00
            5/20 * * * *     | 2026-11-27T23:50 | 2026-11-28T00:05+01:00
            0 0 29 2 *       | 2026-11-27T00:00 | 2028-02-29T00:00+01:00
            0 0 31 * *       | 2026-11-27T00:00 | 2026-12-31T00:00+01:00
            0 0 13 * fri     | 2026-11-27T00:00 | 2026-12-04T00:00+01:00
            0 0 * * 7        | 2026-11-27T00:00 | 2026-11-29T00:00+01:00
            0 12 1 jan,jul * | 2026-11-27T00:00 | 2027-01-01T12:00+01:00
            """)
    void findsTheNextTime(String fields, String after, String next) {
        assertThat(next(fields, after, 1)).containsExactly(next);
    }

    /// The clock goes from 02:00 to 03:00 on 29 March 2026.
    @Test
    void takesATimeThatDoesNotExistAsMuchLater() {
        assertThat(next("30 2 * * *", "2026-03-28T12:00", 2))
                .containsExactly("2026-03-29T03:30+02:00", "2026-03-30T02:30+02:00");
        assertThat(next("0,30 * * * *", "2026-03-29T01:00", 4))
                .as("none twice")
                .containsExactly(
                        "2026-03-29T01:30+01:00",
                        "2026-03-29T03:00+02:00",
                        "2026-03-29T03:30+02:00",
                        "2026-03-29T04:00+02:00");
    }

    /// The clock goes from 03:00 back to 02:00 on 25 October 2026.
    @Test
    void takesATimeThatExistsTwiceOnce() {
        assertThat(next("30 2 * * *", "2026-10-24T12:00", 2))
                .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
    }

    @Test
    void neverGoesBackwardsNorLeavesADayOut() {
        Instant last = at("2026-01-01T00:00");
        for (int day = 0; day < 730; day++) {
            Instant next = Cron.parse("30 2 * * *").after(last, VIENNA).orElseThrow();
            assertThat(Duration.between(last, next)).isBetween(Duration.ofHours(2), Duration.ofHours(25));
            last = next;
        }
        assertThat(last.atZone(VIENNA).toLocalDate()).isEqualTo("2027-12-31");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * *",
                "60 * * * *",
                "0 24 * * *",
                "0 0 0 * *",
                "0 0 * 13 *",
                "0 0 * * 8",
                "0 0 30 2 *",
                "0 0 31 4,6 *",
                "5-1 * * * *",
                "*/0 * * * *",
                "a * * * *",
                "-1 * * * *",
                "1- * * * *",
                "1,,2 * * * *",
                "1/2/3 * * * *",
                "@daily",
                "99999999999 * * * *"
            })
    void refusesWhatMakesNoSense(String fields) {
        assertThatThrownBy(() -> Cron.parse(fields)).isInstanceOf(BadInput.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"* * * * *", "*/4 * * * *", "0,1 0 29 2 *", "58,1 * * * *"})
    void refusesWhatIsTooOften(String fields) {
        assertThatThrownBy(() -> new When.Times(fields, VIENNA)).hasMessageContaining("too often");
    }

    @Test
    void countsIntervalsFromWhenTheyWereMadeWhateverTheClockDoes() {
        Instant made = at("2026-03-28T23:10");
        When every = new When.Every(Duration.ofMinutes(90));
        assertThat(every.after(made, made)).contains(made.plus(Duration.ofMinutes(90)));
        assertThat(every.after(made, made.plus(Duration.ofMinutes(90)))).contains(made.plus(Duration.ofMinutes(180)));
        assertThat(every.after(made, made.plus(Duration.ofMinutes(91)))).contains(made.plus(Duration.ofMinutes(180)));
        assertThat(new When.In(Duration.ofMinutes(3)).after(made, made.plus(Duration.ofMinutes(3))))
                .isEqualTo(Optional.empty());
        assertThat(new When.At(LocalDateTime.parse("2026-03-29T02:30"), VIENNA).after(made, made))
                .contains(at("2026-03-29T03:30"));
        assertThat(at("2026-03-29T03:30").atZone(VIENNA).getDayOfWeek()).isEqualTo(DayOfWeek.SUNDAY);
    }

    @Test
    void readsWhatItWrites() {
        for (When when : List.of(
                new When.At(When.time("2026-12-01 09:00"), VIENNA),
                new When.In(Duration.ofMinutes(1)),
                new When.Every(Duration.ofMinutes(5)),
                new When.Times("0 9 * * 1-5", VIENNA))) {
            assertThat(When.fromJson(when.toJson())).isEqualTo(when);
        }
        assertThatThrownBy(() -> new When.Every(Duration.ofMinutes(4))).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> new When.In(Duration.ofMinutes(-1))).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> When.zone("Moon/Base")).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> When.time("tomorrow")).isInstanceOf(BadInput.class);
    }
}
