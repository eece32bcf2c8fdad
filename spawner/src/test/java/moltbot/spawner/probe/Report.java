package moltbot.spawner.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What became of every probe in one tier, to be read by people; the last line has the figures.
final class Report {
    private final String tier;
    private final List<ProbeCase> cases;
    private final Map<String, Verdict> outside;
    private final KnownOpen open;
    private final Map<ProbeCase, Verdict> verdicts = new LinkedHashMap<>();

    Report(String tier, List<ProbeCase> cases, Map<String, Verdict> outside, KnownOpen open) {
        this.tier = tier;
        this.cases = cases;
        this.outside = outside;
        this.open = open;
    }

    synchronized void add(ProbeCase probe, Verdict verdict) {
        verdicts.put(probe, verdict);
    }

    synchronized void write(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        verdicts.forEach((probe, verdict) -> text.append("%-34s %s%n    tries: %s%n    contained: %s%n%s    %s%n"
                .formatted(
                        probe.name(),
                        verdict,
                        probe.probe().said("tries"),
                        probe.probe().said("contained"),
                        open.reason(tier, probe)
                                .map("    known: %s%n"::formatted)
                                .orElse(""),
                        without(probe))));
        long contained = verdicts.values().stream().filter(Verdict::contained).count();
        long seen = cases.stream().filter(this::escaped).count();
        text.append("without a sandbox, where they do no harm, %d of %d got out%n"
                .formatted(seen, cases.stream().filter(Outside::applies).count()));
        text.append("figures: contained=%d of=%d tier=%s%n".formatted(contained, cases.size(), tier));
        Files.writeString(folder.resolve(tier + ".txt"), text);
        System.out.print(text);
    }

    private boolean escaped(ProbeCase probe) {
        Verdict verdict = outside.get(probe.name());
        return verdict != null && verdict.result() == Verdict.Result.ESCAPED;
    }

    private String without(ProbeCase probe) {
        Verdict verdict = outside.get(probe.name());
        return verdict == null
                ? "without a sandbox: not tried: " + probe.probe().said("seen")
                : "without a sandbox: " + verdict.result().name().toLowerCase(java.util.Locale.ROOT)
                        + verdict.evidence().stream()
                                .limit(1)
                                .map(first -> ", " + first)
                                .findFirst()
                                .orElse("");
    }
}
