package moltbot.guardian.bypass;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.file.AtomicFile;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;

/// Keeps bypasses over a restart, in `bypasses.json`, each sealed with a key of the guardian's own. What cannot be
/// verified, and what was kept at a time that is yet to come, is void.
final class BypassFile {
    private static final System.Logger LOG = System.getLogger("bypass");
    private static final int MAX_BYTES = 256 << 10;
    private static final long TOLERATED_MILLIS = 2_000;

    private final Path file;
    private final Seal seal;

    BypassFile(Path folder, byte[] ownKey) {
        this.file = folder.resolve("bypasses.json");
        this.seal = new Seal("moltbot-bypass-kept-v1", ownKey);
    }

    void save(List<Bypass> bypasses, long nowNanos, long nowMillis) throws IOException {
        List<String> sealed = new ArrayList<>();
        for (Bypass bypass : bypasses) {
            JsonObject json = JsonObject.with("id", bypass.id())
                    .with("check", bypass.check())
                    .with("subject", bypass.subject())
                    .with("reason", bypass.reason())
                    .with("untilMillis", bypass.untilMillis())
                    .with("leftMillis", (bypass.deadlineNanos() - nowNanos) / 1_000_000)
                    .with("savedMillis", nowMillis)
                    .build();
            sealed.add(seal.close(json.toBytes()));
        }
        JsonObject whole =
                JsonObject.with("bypasses", JsonArray.ofTexts(sealed)).build();
        AtomicFile.replace(file, (whole + "\n").getBytes(StandardCharsets.UTF_8));
    }

    List<Bypass> load(long nowNanos, long nowMillis) throws IOException {
        List<Bypass> loaded = new ArrayList<>();
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException(file + " is too long.");
            }
            for (String sealed :
                    JsonObject.parse(Files.readAllBytes(file)).list("bypasses").texts()) {
                read(JsonObject.parse(seal.open(sealed)), nowNanos, nowMillis, loaded);
            }
            return loaded;
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "The bypasses that were kept are void: " + e.getMessage());
            return List.of();
        }
    }

    private static void read(JsonObject json, long nowNanos, long nowMillis, List<Bypass> loaded) {
        if (nowMillis < json.number("savedMillis") - TOLERATED_MILLIS) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A bypass of {0} is void: the clock was set back.",
                    json.text("check"));
            return;
        }
        loaded.add(new Bypass(
                json.text("id"),
                json.text("check"),
                json.text("subject"),
                json.text("reason"),
                json.number("untilMillis"),
                nowNanos + json.number("leftMillis") * 1_000_000));
    }
}
