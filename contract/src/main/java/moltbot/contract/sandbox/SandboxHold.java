package moltbot.contract.sandbox;

import java.time.Duration;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;

/// One program that is held open in a sandbox, with its standard streams open both ways: for a server of tools, or for
/// what a conversation runs in the background. Closed as a [SandboxSpec] is, and behind the same walls.
///
/// @param spec  the program and its limits. Their time is the longest silence: where nothing comes or goes for so long,
///              it is ended. Their bound on output says nothing here, since output waits for whoever reads it.
/// @param life  start to end, whatever it does
public record SandboxHold(SandboxSpec spec, Duration life) {
    /// The effect's name in grants and in the audit: a grant for a task is none for this, nor the other way about.
    public static final String EFFECT = "sandbox.hold";

    /// The effect of looking at, or ending, a command that a conversation has running in the background.
    public static final String USE = "background.use";

    /// What nobody may pass.
    public static final Duration LONGEST_LIFE = Duration.ofHours(12);

    /// How much input may be under way that the program has not taken; more is a breach of the link's rules.
    public static final int WINDOW_BYTES = 256 << 10;

    /// The longest piece of input.
    public static final int PIECE_BYTES = 32 << 10;

    public SandboxHold {
        if (life.isNegative() || life.isZero() || life.compareTo(LONGEST_LIFE) > 0) {
            throw ContractException.malformed(
                    "A sandbox is held open for at most " + LONGEST_LIFE.toHours() + " hours.");
        }
    }

    /// What it may use, over its whole life.
    public SandboxLimits limits() {
        SandboxLimits limits = spec.limits();
        return new SandboxLimits(life, limits.memoryBytes(), limits.processes(), Long.MAX_VALUE, limits.diskBytes());
    }

    /// How long it may be silent.
    public Duration silence() {
        return spec.limits().time();
    }

    /// SHA-256 over every field.
    public String digest() {
        return Seal.digest(toJson().toBytes());
    }

    public JsonObject toJson() {
        return JsonObject.with("spec", spec.toJson())
                .with("lifeMillis", life.toMillis())
                .build();
    }

    public static SandboxHold fromJson(JsonObject json) {
        return new SandboxHold(SandboxSpec.fromJson(json.object("spec")), Duration.ofMillis(json.number("lifeMillis")));
    }
}
