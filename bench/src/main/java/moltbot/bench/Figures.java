package moltbot.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Figures by name, and the statistics of samples.
final class Figures {
    private final Map<String, String> figures = new LinkedHashMap<>();

    void put(String name, double value) {
        figures.put(name, String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.2f", value));
    }

    /// The bench's last line.
    String line() {
        return "figures: "
                + figures.entrySet().stream()
                        .map(figure -> figure.getKey() + "=" + figure.getValue())
                        .collect(Collectors.joining(" "));
    }

    static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    /// The sample below which `share` of all lie (nearest rank).
    static Duration percentile(List<Duration> samples, double share) {
        List<Duration> sorted = new ArrayList<>(samples);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1L, (long) Math.floor(share * sorted.size())));
    }
}
