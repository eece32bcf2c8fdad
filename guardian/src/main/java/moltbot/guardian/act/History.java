package moltbot.guardian.act;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Set;
import moltbot.contract.json.JsonObject;
import moltbot.guardian.judge.Finding;

/// Writes down when each finding began and ended, in the log and in `findings.jsonl`, one JSON object a line. At its
/// bound the file becomes `findings.1.jsonl`, in the place of the one before. Keeping history never keeps anything from
/// tripping: what cannot be written is said in the log.
public final class History {
    private static final System.Logger LOG = System.getLogger("findings");
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private final Path older;
    private final long maxBytes;
    private final Clock clock;

    public History(Path folder, long maxBytes, Clock clock) {
        this.file = folder.resolve("findings.jsonl");
        this.older = folder.resolve("findings.1.jsonl");
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    public void began(Finding finding) {
        LOG.log(
                System.Logger.Level.WARNING,
                "Found by " + finding.check() + ": " + finding.reason() + " " + finding.evidence());
        append("began", finding);
    }

    public void ended(Finding finding) {
        LOG.log(System.Logger.Level.INFO, "No longer so (" + finding.check() + "): " + finding.evidence());
        append("ended", finding);
    }

    /// Something that the owner ordered, or that ran out.
    public void noted(String what, String check, String reason, String subject) {
        LOG.log(System.Logger.Level.WARNING, "The check " + check + ": " + what + ". " + reason);
        append(line(what, check, "WARN", reason, subject));
    }

    private void append(String what, Finding finding) {
        append(line(what, finding.check(), finding.action().name(), finding.reason(), finding.evidence()));
    }

    private JsonObject line(String what, String check, String action, String reason, String evidence) {
        return JsonObject.with("at", clock.instant().toString())
                .with("what", what)
                .with("check", check)
                .with("action", action)
                .with("reason", reason)
                .with("evidence", evidence)
                .build();
    }

    private synchronized void append(JsonObject line) {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            if (Files.exists(file) && Files.size(file) + bytes.remaining() > maxBytes) {
                Files.move(file, older, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            }
            try (FileChannel out =
                    FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), OWNER_ONLY)) {
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "A finding could not be written to " + file + ".", e);
        }
    }
}
