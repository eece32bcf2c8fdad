package moltbot.control;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// Words and files as one body, as the panel and the gateway write it.
public final class Parcels {
    private Parcels() {}

    /// Nothing but words.
    public static byte[] of(String id, String text) {
        return of(id, text, Map.of());
    }

    /// Words and files.
    ///
    /// @param files  by their names, in order
    public static byte[] of(String id, String text, Map<String, byte[]> files) {
        byte[] words = text.getBytes(StandardCharsets.UTF_8);
        List<JsonObject> announced = new ArrayList<>();
        files.forEach((name, bytes) -> announced.add(
                JsonObject.with("name", name).with("size", bytes.length).build()));
        JsonObject head = JsonObject.with("id", id)
                .with("textBytes", words.length)
                .with("files", JsonArray.of(announced))
                .build();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes((head + "\n").getBytes(StandardCharsets.UTF_8));
        body.writeBytes(words);
        files.values().forEach(body::writeBytes);
        return body.toByteArray();
    }
}
