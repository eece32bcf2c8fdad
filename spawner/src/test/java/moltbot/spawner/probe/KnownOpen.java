package moltbot.spawner.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The probes that a tier is known not to contain, each with the reason, from the file `open`: a line each, `tier
/// class/name reason`. Everything else must be contained.
final class KnownOpen {
    private final Map<String, String> reasons = new TreeMap<>();

    private KnownOpen() {}

    static KnownOpen read() throws IOException {
        KnownOpen open = new KnownOpen();
        for (String line : Files.readAllLines(Resources.path("open"), StandardCharsets.UTF_8)) {
            String[] words = line.split(" ", 3);
            if (!line.isBlank() && !line.startsWith("#")) {
                if (words.length < 3 || open.reasons.put(words[0] + " " + words[1], words[2]) != null) {
                    throw new AssertionError("Not a tier, a probe and a reason, or twice: " + line);
                }
            }
        }
        return open;
    }

    Optional<String> reason(String tier, ProbeCase probe) {
        return Optional.ofNullable(reasons.get(tier + " " + probe.name()));
    }

    /// What is on the list and no probe of a tier.
    Map<String, String> others(Iterable<String> tiers, Iterable<ProbeCase> probes) {
        Map<String, String> others = new TreeMap<>(reasons);
        for (String tier : tiers) {
            probes.forEach(probe -> others.remove(tier + " " + probe.name()));
        }
        return others;
    }
}
