package moltbot.contract.sandbox;

import java.time.Duration;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// How much one task may use. Each has a ceiling that no request can pass.
///
/// @param time         wall clock, start to end
/// @param memoryBytes  all processes of the task together
/// @param processes    processes and threads at once
/// @param outputBytes  standard output and error together; the rest is dropped and said so
/// @param diskBytes    files written, in the workspace and elsewhere
public record SandboxLimits(Duration time, long memoryBytes, int processes, long outputBytes, long diskBytes) {
    public static final SandboxLimits STANDARD =
            new SandboxLimits(Duration.ofSeconds(60), 512L << 20, 64, 256 << 10, 64L << 20);
    public static final SandboxLimits CEILING =
            new SandboxLimits(Duration.ofMinutes(30), 2048L << 20, 256, 1 << 20, 256L << 20);

    public SandboxLimits {
        if (time.isNegative()
                || time.isZero()
                || memoryBytes <= 0
                || processes <= 0
                || outputBytes <= 0
                || diskBytes <= 0) {
            throw ContractException.malformed("A sandbox's limits must be more than nothing.");
        }
    }

    /// True if nothing here is more than `other` has.
    public boolean within(SandboxLimits other) {
        return time.compareTo(other.time) <= 0
                && memoryBytes <= other.memoryBytes
                && processes <= other.processes
                && outputBytes <= other.outputBytes
                && diskBytes <= other.diskBytes;
    }

    public JsonObject toJson() {
        return JsonObject.with("timeMillis", time.toMillis())
                .with("memoryBytes", memoryBytes)
                .with("processes", processes)
                .with("outputBytes", outputBytes)
                .with("diskBytes", diskBytes)
                .build();
    }

    public static SandboxLimits fromJson(JsonObject json) {
        return new SandboxLimits(
                Duration.ofMillis(json.number("timeMillis")),
                json.number("memoryBytes"),
                json.integer("processes"),
                json.number("outputBytes"),
                json.number("diskBytes"));
    }
}
