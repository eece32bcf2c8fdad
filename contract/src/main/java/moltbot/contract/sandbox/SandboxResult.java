package moltbot.contract.sandbox;

import java.time.Duration;
import java.util.Locale;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// How a task ended.
///
/// @param exitCode         the program's own; -1 unless [Ending#EXITED]
/// @param outputTruncated  true if output was dropped beyond its limit
/// @param archive          true if the workspace follows; without it nothing of the task is kept
/// @param tier             where it ran, such as `bubblewrap`
/// @param detail           one sentence for people where the ending needs one, else empty
public record SandboxResult(
        Ending ending,
        int exitCode,
        Duration took,
        boolean outputTruncated,
        boolean archive,
        String tier,
        String detail) {
    /// Why the task is over.
    public enum Ending {
        /// The program ended by itself, well or not.
        EXITED,
        /// Its time ran out.
        TIMED_OUT,
        /// It used more memory, processes or disk than it may.
        OUT_OF_BOUNDS,
        /// The program could not be started, such as one that is not there.
        NOT_STARTED,
        /// It was cancelled.
        CANCELLED
    }

    public JsonObject toJson() {
        return JsonObject.with("ending", ending.name().toLowerCase(Locale.ROOT))
                .with("exitCode", exitCode)
                .with("tookMillis", took.toMillis())
                .with("outputTruncated", outputTruncated)
                .with("archive", archive)
                .with("tier", tier)
                .with("detail", detail)
                .build();
    }

    public static SandboxResult fromJson(JsonObject json) {
        return new SandboxResult(
                ending(json.text("ending")),
                json.integer("exitCode"),
                Duration.ofMillis(json.number("tookMillis")),
                json.flag("outputTruncated"),
                json.flag("archive"),
                json.text("tier"),
                json.text("detail"));
    }

    private static Ending ending(String word) {
        for (Ending ending : Ending.values()) {
            if (ending.name().toLowerCase(Locale.ROOT).equals(word)) {
                return ending;
            }
        }
        throw ContractException.malformed("A task ended in an unknown way.");
    }
}
