package moltbot.spawner;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.sandbox.SandboxFrame;
import moltbot.contract.sandbox.SandboxFrame.Kind;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxResult;
import org.jspecify.annotations.Nullable;

/// A caller that holds a sandbox open, frame by frame as the link has them.
final class Held implements AutoCloseable {
    static final Duration LIFE = Duration.ofMinutes(5);

    final LinkCall call;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream archive = new ByteArrayOutputStream();
    private @Nullable SandboxResult result;
    private long taken;

    private Held(LinkCall call) {
        this.call = call;
    }

    static Held open(House house, String... argv) {
        return open(house, Duration.ofMinutes(1), LIFE, argv);
    }

    static Held open(House house, Duration silence, Duration life, String... argv) {
        SandboxHold hold = spec(silence, life, argv);
        return open(house, hold, House.grant(SandboxHold.EFFECT, hold.digest(), System.nanoTime()));
    }

    static SandboxHold spec(Duration silence, Duration life, String... argv) {
        SandboxLimits usual = SandboxLimits.STANDARD;
        SandboxLimits limits = new SandboxLimits(silence, usual.memoryBytes(), usual.processes(), 1, usual.diskBytes());
        return new SandboxHold(House.spec(Tar.of(Map.of()), limits, argv), life);
    }

    static Held open(House house, SandboxHold hold, String grant) {
        JsonObject head =
                JsonObject.with("hold", hold.toJson()).with("grant", grant).build();
        Held held = new Held(house.runtime().open("sandbox.hold", head));
        byte[] workspace = Tar.of(Map.of());
        held.send(Kind.ARCHIVE, workspace);
        held.send(Kind.ARCHIVE, new byte[0]);
        return held;
    }

    void send(Kind kind, byte[] bytes) {
        call.send(SandboxFrame.of(kind, bytes, bytes.length).encode());
    }

    void say(String text) {
        send(Kind.INPUT, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Reads until this has come out.
    Held until(String words) {
        while (!text().contains(words)) {
            read(Objects.requireNonNull(call.next(), () -> "It ended after: " + text() + " " + result));
        }
        return this;
    }

    /// Reads to the end.
    SandboxResult end() {
        byte[] bytes;
        while ((bytes = call.next()) != null) {
            read(bytes);
        }
        return Objects.requireNonNull(result);
    }

    private void read(byte[] bytes) {
        SandboxFrame frame = SandboxFrame.decode(bytes);
        switch (frame.kind()) {
            case OUTPUT, ERROR -> output.writeBytes(frame.bytes());
            case ARCHIVE -> archive.writeBytes(frame.bytes());
            case RESULT -> result = frame.result();
            case TAKEN -> take(frame.taken());
            case INPUT -> throw new AssertionError("A sandbox sends no input.");
        }
    }

    private synchronized void take(long count) {
        taken += count;
        notifyAll();
    }

    /// Sends all of it as fast as it may, and the end; another thread has to read.
    synchronized void sendAll(byte[] bytes) throws InterruptedException {
        for (int at = 0; at < bytes.length; at += SandboxHold.PIECE_BYTES) {
            int next = Math.min(bytes.length, at + SandboxHold.PIECE_BYTES);
            while (next - taken > SandboxHold.WINDOW_BYTES) {
                wait();
            }
            send(Kind.INPUT, Arrays.copyOfRange(bytes, at, next));
        }
        call.end();
    }

    String text() {
        return output.toString(StandardCharsets.UTF_8);
    }

    byte[] output() {
        return output.toByteArray();
    }

    Map<String, byte[]> files() {
        return Tar.read(archive.toByteArray());
    }

    /// How much of the input the program is said to have taken.
    synchronized long taken() {
        return taken;
    }

    @Override
    public void close() {
        call.close();
    }
}
