package moltbot.spawner.docker;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import moltbot.contract.sandbox.SandboxSpec;

/// What the engine writes in place of a program's output where it could not start it. Whether it did is told by the
/// program's process number, never by this text, which any program could print.
final class Refusal {
    private static final byte[] BEGINNING = "OCI runtime exec failed".getBytes(StandardCharsets.US_ASCII);

    private Refusal() {}

    /// True for output to be held back until it is known whether the program ran.
    static boolean mayBe(byte[] output) {
        return output.length >= BEGINNING.length
                && Arrays.equals(output, 0, BEGINNING.length, BEGINNING, 0, BEGINNING.length);
    }

    /// A sentence for the owner.
    static String meaning(String text, SandboxSpec spec) {
        if (text.contains("chdir") || text.contains("cwd") || text.contains("working directory")) {
            return "The workspace has no folder '" + spec.directory() + "'.";
        } else if (text.contains("argument list too long")) {
            return "The command is longer than this system takes.";
        }
        return "The program '" + spec.argv().getFirst() + "' is not in the sandbox, or is not executable.";
    }
}
