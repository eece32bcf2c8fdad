package moltbot.guardian.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;

/// `audit-heads.jsonl`: one head a line, each sealed with the guardian's own key, appended and fsynced. At its bound
/// only the newest stays.
final class HeadFile {
    static final String PURPOSE = "moltbot-audit-head-v1";

    private static final long MAX_BYTES = 4 << 20;

    private final Path file;
    private final Seal seal;
    private final Clock clock;

    HeadFile(Path folder, byte[] ownKey, Clock clock) {
        this.file = folder.resolve("audit-heads.jsonl");
        this.seal = new Seal(PURPOSE, ownKey);
        this.clock = clock;
    }

    /// The newest head that was kept; one that cannot be verified is an error. A torn last line was never acknowledged.
    AuditHead newest() throws IOException {
        if (!Files.exists(file)) {
            return AuditHead.NOTHING;
        }
        AuditHead newest = AuditHead.NOTHING;
        String text = Files.readString(file);
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            try {
                JsonObject json = JsonObject.parse(line);
                newest = AuditHead.of(JsonObject.parse(seal.open(json.text("sealed"))));
            } catch (ContractException e) {
                throw new IOException("A head kept in " + file + " was changed.", e);
            }
        }
        return newest;
    }

    void append(AuditHead head) throws IOException {
        if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
            Files.delete(file);
        }
        JsonObject line = JsonObject.with("at", clock.instant().toString())
                .with("count", head.count())
                .with("head", head.hash())
                .with("sealed", seal.close(head.toJson().toBytes()))
                .build();
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        try (FileChannel out = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
    }
}
