package moltbot.spawner.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Where there is no sandbox: each probe that does no harm must get out there.
final class Outside {
    private static final List<String> PLACES = List.of(
            "/workspace", "/tmp", "/dev/shm", "/var/tmp", "/run/lock", "/dev/mqueue", System.getProperty("user.home"));

    private final Map<String, Trial> trials = new TreeMap<>();
    private final Map<String, Verdict> verdicts;
    private final boolean root;

    Outside(Scene scene, Path folder, Map<String, Verdict> verdicts) throws IOException {
        Path planted = Path.of(scene.env().getOrDefault("PROBE_FILE", ""));
        this.verdicts = verdicts;
        this.root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        trials.put("host", new Trial(BareTier.host(planted), scene, folder.resolve("host")));
        trials.put("weak", new Trial(BareTier.weak(planted), scene, folder.resolve("weak")));
    }

    static boolean applies(ProbeCase probe) {
        return !probe.probe().said("seen").startsWith("no");
    }

    /// Runs it; where its kernel might not let it, or only root may, a probe that is contained here too is no fault.
    void expectEscape(ProbeCase probe) throws IOException, InterruptedException {
        String seen = probe.probe().said("seen").split(" ", 2)[0];
        String place = seen.startsWith("weak") ? "weak" : "host";
        try {
            Verdict verdict = Objects.requireNonNull(trials.get(place)).of(probe);
            verdicts.put(probe.name(), verdict);
            if (!seen.endsWith("?") && (root || !seen.equals("root"))) {
                assertThat(verdict.result())
                        .as("%s without a sandbox: %s", probe.name(), verdict)
                        .isEqualTo(Verdict.Result.ESCAPED);
            }
        } finally {
            for (String folder : PLACES) {
                Files.deleteIfExists(Path.of(folder, "moltbot-canary"));
            }
        }
    }
}
