package moltbot.guardian.observe;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads files of /proc, whose length is not known before. Keeps its buffer; for use by one thread.
final class ProcFiles {
    private static final int MAX_BYTES = 64 << 20;

    private byte[] buffer = new byte[16 << 10];
    private int length;

    /// Reads the whole file into [#bytes]; false where there is none.
    boolean read(String path) throws IOException {
        length = 0;
        try (FileInputStream in = new FileInputStream(path)) {
            int count;
            while ((count = in.read(buffer, length, buffer.length - length)) >= 0) {
                length += count;
                if (length == buffer.length) {
                    grow(path);
                }
            }
            return true;
        } catch (FileNotFoundException e) {
            return absent(path, e);
        }
    }

    private void grow(String path) throws IOException {
        if (buffer.length >= MAX_BYTES) {
            throw new IOException(path + " is too long to read.");
        }
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }

    /// A file that is there and may not be read is no absent file.
    private static boolean absent(String path, FileNotFoundException e) throws IOException {
        if (new java.io.File(path).exists()) {
            throw e;
        }
        return false;
    }

    byte[] bytes() {
        return buffer;
    }

    int length() {
        return length;
    }

    /// What was read, as text, or null where there is no such file or its process ended meanwhile.
    @Nullable
    String text(String path) {
        try {
            return read(path) ? new String(buffer, 0, length, java.nio.charset.StandardCharsets.UTF_8) : null;
        } catch (IOException e) {
            return null;
        }
    }
}
