package moltbot.contract.sandbox;

import java.nio.ByteBuffer;
import java.util.Arrays;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// One frame of what `sandbox.run` answers and of what `sandbox.hold` says both ways: a byte that says what it is, then
/// the bytes. Output comes as it is made; then one [Kind#RESULT]; then, if it says so, the changed workspace as an
/// archive. To a sandbox that is held open go the pieces of its workspace, an empty one last, then its input.
///
/// @param bytes  not copied; the frame owns them
public record SandboxFrame(Kind kind, byte[] bytes) {
    /// What a frame holds.
    public enum Kind {
        /// Standard output.
        OUTPUT('o'),
        /// Standard error.
        ERROR('e'),
        /// A [SandboxResult].
        RESULT('r'),
        /// A piece of the workspace archive (POSIX tar).
        ARCHIVE('w'),
        /// Standard input of a program that is held open.
        INPUT('i'),
        /// How many bytes of input the program has taken, in eight bytes: so much more may be sent.
        TAKEN('t');

        private final char tag;

        Kind(char tag) {
            this.tag = tag;
        }
    }

    public static SandboxFrame of(Kind kind, byte[] bytes, int length) {
        return new SandboxFrame(kind, Arrays.copyOf(bytes, length));
    }

    public static SandboxFrame of(SandboxResult result) {
        return new SandboxFrame(Kind.RESULT, result.toJson().toBytes());
    }

    public static SandboxFrame taken(long count) {
        return new SandboxFrame(
                Kind.TAKEN, ByteBuffer.allocate(Long.BYTES).putLong(count).array());
    }

    public byte[] encode() {
        return ByteBuffer.allocate(1 + bytes.length)
                .put((byte) kind.tag)
                .put(bytes)
                .array();
    }

    public static SandboxFrame decode(byte[] frame) {
        if (frame.length > 0) {
            for (Kind kind : Kind.values()) {
                if (kind.tag == frame[0]) {
                    return new SandboxFrame(kind, Arrays.copyOfRange(frame, 1, frame.length));
                }
            }
        }
        throw ContractException.malformed("A sandbox's frame is of an unknown kind.");
    }

    /// This frame's count, if it tells what was taken.
    public long taken() {
        if (bytes.length != Long.BYTES) {
            throw ContractException.malformed("A count of bytes taken is not well formed.");
        }
        return ByteBuffer.wrap(bytes).getLong();
    }

    /// This frame's content, if it is a result.
    public SandboxResult result() {
        return SandboxResult.fromJson(JsonObject.parse(bytes));
    }
}
