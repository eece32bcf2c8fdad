package moltbot.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How fast the guard is and what gets through, measured from outside, each part in a house of its own.
/// `scripts/bench GuardBench --only trips,headers` runs some of the parts.
public final class GuardBench {
    private static final List<Part> PARTS = List.of(
            new Trips(),
            new Outages(),
            new NewListener(),
            new WhileOpen(),
            new Headers(),
            new Latches(),
            new Tampering(),
            new Fronts());

    private GuardBench() {}

    public static void main(String[] arguments) throws Exception {
        Path results = Path.of(arguments.length > 0 ? arguments[0] : "bench/RESULTS.md");
        List<Part> parts = chosen(arguments);
        List<String> missing = new ArrayList<>();
        for (Part part : parts) {
            if (!part.missing().isEmpty()) {
                missing.add(part.name() + " needs " + part.missing());
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "Nothing was measured: " + String.join("; ", missing) + ". Install that, or name other parts.");
        }
        Report report = new Report();
        List<String> failed = new ArrayList<>();
        for (Part part : parts) {
            System.out.println("Measuring: " + part.name() + " …");
            try {
                part.measure(report);
            } catch (Exception e) {
                // What the other parts measured is not thrown away with it.
                e.printStackTrace(System.err);
                failed.add(part.name());
                report.row(part.name(), "not measured: " + e.getMessage());
            }
        }
        String only = parts.size() == PARTS.size()
                ? "`make bench-guard`."
                : "`scripts/bench GuardBench --only "
                        + String.join(",", parts.stream().map(Part::name).toList()) + "`.";
        report.append(results, "The guard", only);
        if (!failed.isEmpty()) {
            throw new IllegalStateException("Not measured: " + String.join(", ", failed));
        }
    }

    private static List<Part> chosen(String[] arguments) {
        if (arguments.length < 2) {
            return PARTS;
        }
        if (!arguments[1].equals("--only") || arguments.length != 3) {
            throw new IllegalArgumentException("Usage: scripts/bench GuardBench [--only part,part]");
        }
        List<String> names = List.of(arguments[2].split(","));
        List<String> known = PARTS.stream().map(Part::name).toList();
        if (!known.containsAll(names)) {
            throw new IllegalArgumentException("The parts are: " + String.join(", ", known));
        }
        return PARTS.stream().filter(part -> names.contains(part.name())).toList();
    }
}
