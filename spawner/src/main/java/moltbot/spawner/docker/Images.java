package moltbot.spawner.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// Which image a name meant when this house first saw it. A name can be given to another image by whoever may speak to
/// the engine; what ran yesterday must not become something else without the owner's doing.
final class Images {
    private final Path file;

    /// @param file  where it is kept, as JSON: name to id
    Images(Path file) {
        this.file = file;
    }

    /// True where this name has meant this image all along, or is new.
    synchronized boolean isTheSame(String name, String id) throws IOException {
        JsonObject known = known();
        if (known.has(name)) {
            return known.text(name).equals(id);
        }
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(next, known.toBuilder().with(name, id).build().toBytes());
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    private JsonObject known() throws IOException {
        try {
            return JsonObject.parse(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return JsonObject.EMPTY;
        } catch (ContractException e) {
            throw new IOException(file + " is not readable as JSON.", e);
        }
    }
}
