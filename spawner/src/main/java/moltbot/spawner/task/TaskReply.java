package moltbot.spawner.task;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.sandbox.SandboxFrame;
import moltbot.contract.sandbox.SandboxResult;

/// The last that is said of a task: how it ended, and its workspace where that may be kept.
record TaskReply(LinkExchange exchange, AuthorizedTask task, String tier, long beganNanos) {
    private static final System.Logger LOG = System.getLogger("task");
    private static final int ARCHIVE_FRAME_BYTES = 256 << 10;

    /// Accepts the request; before any output, since both outputs are sent as they come, by threads of their own.
    static TaskReply begin(LinkExchange exchange, AuthorizedTask task, String tier) {
        LOG.log(System.Logger.Level.INFO, "Call {0} runs in {1}.", task.call(), tier);
        exchange.reply(JsonObject.EMPTY);
        return new TaskReply(exchange, task, tier, System.nanoTime());
    }

    void end(TaskEnd end) throws IOException {
        SandboxResult result = new SandboxResult(
                end.ending(),
                end.exitCode(),
                Duration.ofNanos(System.nanoTime() - beganNanos),
                end.outputTruncated(),
                end.archive().isPresent(),
                tier,
                end.detail());
        LOG.log(System.Logger.Level.INFO, "Call {0} ended: {1}", task.call(), result.toJson());
        exchange.send(SandboxFrame.of(result).encode());
        if (end.archive().isPresent()) {
            sendArchive(end.archive().get());
        }
    }

    private void sendArchive(Path archive) throws IOException {
        byte[] piece = new byte[ARCHIVE_FRAME_BYTES];
        try (InputStream in = Files.newInputStream(archive)) {
            int count;
            while ((count = in.readNBytes(piece, 0, piece.length)) > 0) {
                exchange.send(
                        SandboxFrame.of(SandboxFrame.Kind.ARCHIVE, piece, count).encode());
            }
        }
    }
}
