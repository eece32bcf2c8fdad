package moltbot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/// A bench's table and figures: printed, and added to the file of results with date and machine.
final class Report {
    private final Figures figures = new Figures();
    private final StringBuilder table = new StringBuilder("| figure | value |\n|---|---|\n");

    void figure(String key, String what, double value, String unit) {
        figures.put(key, value);
        row(what, String.format(Locale.ROOT, value >= 100 ? "%.0f %s" : "%.2f %s", value, unit));
    }

    void figure(String key, String what, Duration time) {
        figure(key, what, Figures.millis(time), "ms");
    }

    void count(String key, String what, long count) {
        figures.put(key, (double) count);
        row(what, Long.toString(count));
    }

    /// Among the figures only.
    void hidden(String key, double value) {
        figures.put(key, value);
    }

    void row(String what, String value) {
        table.append("| ").append(what).append(" | ").append(value).append(" |\n");
    }

    /// Prints everything, the figures as the last line, and appends a section of its own.
    void append(Path results, String title, String how) throws IOException {
        System.out.print(table);
        String machine = Runtime.getRuntime().availableProcessors() + " cores, " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + ", Java " + System.getProperty("java.version");
        String section = "\n## " + title + ", " + LocalDate.now(ZoneOffset.UTC) + "\n\n" + how + " On " + machine
                + ".\n\n" + table + "\n`" + figures.line() + "`\n";
        Files.writeString(results, section, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        System.out.println(figures.line());
    }
}
