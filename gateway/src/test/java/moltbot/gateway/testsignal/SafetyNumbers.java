package moltbot.gateway.testsignal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// The safety numbers that signal-cli keeps, as `listIdentities` and `trust` know them: in a file, for they outlive it.
public final class SafetyNumbers {
    private final Path file;

    SafetyNumbers(Path file) {
        this.file = file;
    }

    /// Somebody has another key now: a new phone, or somebody in their place.
    ///
    /// @param number  twelve groups of five digits
    public synchronized void change(String uuid, String number) {
        List<JsonObject> all = new ArrayList<>(all());
        all.removeIf(one -> one.text("uuid").equals(uuid));
        all.add(identity(uuid, number, "UNTRUSTED"));
        write(all);
    }

    private static JsonObject identity(String uuid, String number, String level) {
        return JsonObject.with("number", JsonValue.NULL)
                .with("uuid", uuid)
                .with("fingerprint", "05 " + "ab ".repeat(32))
                .with("safetyNumber", number)
                .with("scannableSafetyNumber", "AAAA")
                .with("trustLevel", level)
                .with("addedTimestamp", 1_700_000_000_000L)
                .build();
    }

    synchronized List<JsonObject> all() {
        try {
            return Files.exists(file)
                    ? JsonObject.parse(Files.readString(file)).list("all").objects()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<JsonObject> of(String uuid) {
        return all().stream().filter(one -> one.text("uuid").equals(uuid)).findFirst();
    }

    /// Whether nothing is to be sent to them, nor read that they wrote.
    boolean isUntrusted(String uuid) {
        return of(uuid).filter(one -> one.text("trustLevel").equals("UNTRUSTED"))
                .isPresent();
    }

    /// From now on what they send is read, where that is the number of their key; false where it is not.
    synchronized boolean trust(String uuid, String number) {
        Optional<JsonObject> found =
                of(uuid).filter(one -> one.text("safetyNumber").replace(" ", "").equals(number));
        found.ifPresent(one -> {
            List<JsonObject> all = new ArrayList<>(all());
            all.remove(one);
            all.add(identity(uuid, one.text("safetyNumber"), "TRUSTED_VERIFIED"));
            write(all);
        });
        return found.isPresent();
    }

    private void write(List<JsonObject> all) {
        SignalWorld.write(
                file, JsonObject.with("all", JsonArray.of(all)).build().toString());
    }
}
