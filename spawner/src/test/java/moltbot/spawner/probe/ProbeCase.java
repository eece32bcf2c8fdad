package moltbot.spawner.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import moltbot.contract.sandbox.SandboxLimits;

/// A probe as the tests run it. Beyond what [Probe] has, its head may say:
///
/// * `class`: what kind of way out it is
/// * `seen`: where it is not contained, so that it is known to be able to fail: on the `host`, there as `root`, in a
///   `weak` sandbox that has namespaces and nothing else; with `?`, where the kernel lets it; `no`, and why, if it
///   would do harm
/// * `limits`: other than usual, such as `processes=32 memory=64` (MB)
/// * `ends: any`: it need not come to its end
/// * `bomb: yes`: a neighbour and the machine are looked at meanwhile
/// * `twice: yes`: it runs two times, and what counts is the second
///
/// Beside it may lie `NAME.earlier.sh`, a task that ran before, and `NAME.in.py`, which makes what goes in.
///
/// @param python  else it is for a shell
/// @param script  the whole program
/// @param earlier  a task that ran before, for a shell
/// @param inputs  what makes the archive that goes in
record ProbeCase(Probe probe, boolean python, String script, Optional<String> earlier, Optional<Path> inputs) {
    private static final Path FOLDER = Path.of("src/test/resources/moltbot/spawner/probe");
    /// Part of the names of those to run, all outside of trials.
    static final String ONLY = System.getProperty("probes.only", "");

    private static final SandboxLimits USUAL =
            new SandboxLimits(Duration.ofSeconds(20), 128L << 20, 32, 64 << 10, 16L << 20);

    /// All of them: the product's own and the tests'.
    static List<ProbeCase> all() throws IOException {
        List<ProbeCase> all = new ArrayList<>();
        Probes.all().forEach(probe -> all.add(shell(probe)));
        try (Stream<Path> files = Files.list(FOLDER.resolve("cases"))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (!name.endsWith(".earlier.sh") && !name.endsWith(".in.py")) {
                    all.add(read(file, name.substring(0, name.lastIndexOf('.'))));
                }
            }
        }
        // The canary's first, then kind by kind.
        all.removeIf(one -> !one.name().contains(ONLY));
        all.sort(Comparator.comparing((ProbeCase one) -> one.bomb())
                .thenComparing(one -> one.probe().said("class")));
        return all;
    }

    private static ProbeCase shell(Probe probe) {
        String script = "kind=reached\n" + Probe.SHELL + "(\n" + probe.body() + ")\necho done\n";
        boolean twice = probe.said("twice").equals("yes");
        return new ProbeCase(probe, false, script, twice ? Optional.of(script) : Optional.empty(), Optional.empty());
    }

    private static ProbeCase read(Path file, String name) throws IOException {
        Probe probe = Probe.parse(name, Files.readString(file));
        Path inputs = file.resolveSibling(name + ".in.py");
        Path earlier = file.resolveSibling(name + ".earlier.sh");
        boolean python = file.toString().endsWith(".py");
        String script = python
                ? Files.readString(FOLDER.resolve("prelude.py")) + probe.body() + "\nprint('done', flush=True)\n"
                : shell(probe).script();
        return new ProbeCase(
                probe,
                python,
                script,
                Files.exists(earlier)
                        ? Optional.of(Files.readString(earlier, StandardCharsets.UTF_8))
                        : shell(probe).earlier(),
                Files.exists(inputs) ? Optional.of(inputs.toAbsolutePath()) : Optional.empty());
    }

    String name() {
        return probe.said("class") + "/" + probe.name();
    }

    @Override
    public String toString() {
        return name();
    }

    boolean bomb() {
        return probe.said("bomb").equals("yes");
    }

    boolean mustEnd() {
        return !probe.said("ends").equals("any");
    }

    /// The command, by which its processes are known too.
    List<String> argv(String mark) {
        return python ? List.of("python3", "-c", script, mark) : List.of("sh", "-c", script, mark);
    }

    SandboxLimits limits() {
        Map<String, Long> said = new TreeMap<>();
        for (String word : probe.said("limits").split(" ", -1)) {
            if (!word.isEmpty()) {
                said.put(word.substring(0, word.indexOf('=')), Long.valueOf(word.substring(word.indexOf('=') + 1)));
            }
        }
        return new SandboxLimits(
                Duration.ofSeconds(said.getOrDefault("seconds", USUAL.time().toSeconds())),
                said.getOrDefault("memory", USUAL.memoryBytes() >> 20) << 20,
                said.getOrDefault("processes", (long) USUAL.processes()).intValue(),
                said.getOrDefault("output", USUAL.outputBytes() >> 10) << 10,
                said.getOrDefault("disk", USUAL.diskBytes() >> 20) << 20);
    }
}
