package moltbot.systemtest.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The files beside this class.
final class Resources {
    private Resources() {}

    static String text(String name) throws IOException {
        try (InputStream in = Resources.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
