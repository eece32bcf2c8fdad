package moltbot.control;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.sandbox.NetworkRule;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxNetwork;
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

    /// A command that may ask `https://a.example/me` by GET and POST.
    public static JsonObject networkCommand(String... argv) {
        return networkCommand("", List.of(argv));
    }

    /// The same with a key of the owner's.
    public static JsonObject networkCommand(String key, List<String> argv) {
        NetworkRule rule = new NetworkRule("https://a.example", new TreeSet<>(List.of("GET", "POST")), "/me", key);
        return new SandboxSpec(
                        argv,
                        new TreeMap<>(),
                        ".",
                        "0".repeat(64),
                        SandboxLimits.STANDARD,
                        new SandboxNetwork(List.of(rule), SandboxNetwork.STANDARD_BYTES))
                .toJson();
    }

    /// A command that runs longer than the policy lets pass by itself.
    public static JsonObject longCommand() {
        return command(limits(Duration.ofMinutes(10)));
    }

    /// Something to be done later, in the conversation `schedule-` and that.
    public static JsonObject schedule(String session) {
        return JsonObject.with("when", "every 30 minutes")
                .with("text", "Water the plants.")
                .with("rule", JsonObject.with("everyMinutes", 30).build())
                .with("session", "schedule-" + session)
                .build();
    }

    public static JsonObject request(String call, String effect, JsonObject shows) {
        return request(call, effect, shows, Label.OWNERS);
    }

    public static JsonObject request(String call, String effect, JsonObject shows, Label label) {
        return JsonObject.with("call", call)
                .with("sender", "owner")
                .with("label", label.toJson())
                .with("session", "s")
                .with("turn", "t")
                .with("tool", "run_command")
                .with("effect", effect)
                .with("shows", shows)
                .with("digest", Seal.digest(shows.toBytes()))
                .build();
    }
}
