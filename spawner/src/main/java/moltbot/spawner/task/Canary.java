package moltbot.spawner.task;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.contract.seal.Seal;
import moltbot.spawner.probe.MachineFiles;
import moltbot.spawner.probe.Probes;

/// The one task that nobody has to allow: a constant script, put together of the [Probes], that tries to get out of
/// its sandbox and tells what it could reach. It changes nothing, wherever it runs. Each line it writes is one thing
/// that must not be: its kind, a space, and what it was. The last line is `done`.
final class Canary {
    /// Of the script's lines: more says nothing new.
    static final int MAX_LINES = 100;

    private static final SandboxLimits LIMITS =
            new SandboxLimits(Duration.ofSeconds(90), 64L << 20, 32, 32 << 10, 1L << 20);

    private static final String SCRIPT = Probes.canary();

    private Canary() {}

    static SandboxSpec spec(Path dataRoot) {
        return new SandboxSpec(
                List.of("/bin/sh", "-c", SCRIPT, "canary"),
                new TreeMap<>(Map.of("PROBE_DATA", dataRoot.toString(), "PROBE_MACHINE", MachineFiles.known())),
                ".",
                Seal.sha256Hex(new byte[0]),
                LIMITS);
    }
}
