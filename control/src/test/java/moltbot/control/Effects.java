package moltbot.control;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import moltbot.contract.json.JsonObject;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.contract.seal.Seal;

/// Effects as the runtime writes them.
public final class Effects {
    private Effects() {}

    public static SandboxLimits limits(Duration time) {
        SandboxLimits standard = SandboxLimits.STANDARD;
        return new SandboxLimits(
                time, standard.memoryBytes(), standard.processes(), standard.outputBytes(), standard.diskBytes());
    }

    public static JsonObject command(SandboxLimits limits) {
        return new SandboxSpec(List.of("python3", "hello.py"), new TreeMap<>(), ".", "0".repeat(64), limits).toJson();
    }

    /// A command that runs longer than the policy lets pass by itself.
    public static JsonObject longCommand() {
        return command(limits(Duration.ofMinutes(10)));
    }

    public static JsonObject request(String call, String effect, JsonObject shows) {
        return JsonObject.with("call", call)
                .with("session", "s")
                .with("turn", "t")
                .with("tool", "run_command")
                .with("effect", effect)
                .with("shows", shows)
                .with("digest", Seal.digest(shows.toBytes()))
                .build();
    }
}
