package moltbot.breaker.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.file.AtomicFile;
import moltbot.contract.json.JsonObject;

/// A small JSON file with a version, replaced whole by [AtomicFile]. One writer.
final class JsonFile {
    private static final int VERSION = 1;
    private static final int MAX_BYTES = 1 << 20;

    private final Path file;

    JsonFile(Path folder, String name) {
        this.file = folder.resolve(name);
    }

    Path path() {
        return file;
    }

    Optional<JsonObject> read() {
        byte[] bytes;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw ContractException.malformed(file + " is longer than this program ever writes.");
            }
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ContractException(Code.UNAVAILABLE, file + " cannot be read. Check who owns it.", e);
        }
        JsonObject json = JsonObject.parse(bytes);
        if (json.number("version") != VERSION) {
            throw ContractException.malformed(file + " was written by another version of this program;"
                    + " it was left as it is. Start that version, or move the file away.");
        }
        return Optional.of(json);
    }

    void write(JsonObject.Builder content) {
        try {
            AtomicFile.replace(file, content.with("version", VERSION).build().toBytes());
        } catch (IOException e) {
            throw new ContractException(
                    Code.UNAVAILABLE,
                    file + " could not be written; what was there before still is. Check the disk's free space"
                            + " and who owns the folder.",
                    e);
        }
    }
}
