package moltbot.guardian.observe.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.file.AtomicFile;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// Keeps the known networks in `networks.json`, for one place to listen: where the owner names another, the networks of
/// that moment are meant. A file that cannot be read knows none, so that every network is new.
final class NetworkFile {
    private static final System.Logger LOG = System.getLogger("watch");
    private static final String NONE = "none";

    private final Path file;
    private final String listen;

    NetworkFile(Path folder, String listen) {
        this.file = folder.resolve("networks.json");
        this.listen = listen;
    }

    /// Empty where nothing was kept for this place.
    List<String> read() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            JsonObject json = JsonObject.parse(Files.readAllBytes(file));
            return json.text("listen").equals(listen) ? json.list("known").texts() : List.of();
        } catch (IOException | ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "The known networks could not be read; all count as new.", e);
            return List.of(NONE);
        }
    }

    void write(List<String> known) {
        JsonObject json = JsonObject.with("listen", listen)
                .with("known", JsonArray.ofTexts(known))
                .build();
        try {
            AtomicFile.replace(file, (json + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The known networks could not be written down.", e);
        }
    }
}
