package moltbot.cli.house;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads the end of one log, and then what is added to it, by whole lines. A log that becomes `<name>.log.1` meanwhile
/// is read to its end before the new one is begun. Takes bounded memory however long the log is. One thread.
public final class LogReader implements AutoCloseable {
    /// How much of the end is looked at, and how much is read at once.
    static final int MOST_BYTES = 256 << 10;

    private final Path file;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private @Nullable FileChannel open;
    private @Nullable Object key;
    private long position;
    private boolean begun;

    public LogReader(Path file) {
        this.file = file;
    }

    /// The whole lines written since the last call; the first call begins near the end.
    public List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        Object now = keyNow();
        boolean first = !begun;
        begun = true;
        if (open != null && !Objects.equals(now, key)) {
            if (!read(open, lines)) {
                return lines;
            }
            close();
        }
        if (open == null && now != null) {
            open(now);
            skipToTheEnd(first);
        }
        if (open != null) {
            read(open, lines);
        }
        return lines;
    }

    /// What there is of a line that is not finished, as one; for who does not wait for the rest.
    public List<String> unfinished() {
        List<String> lines = new ArrayList<>();
        if (line.size() > 0) {
            finish(lines);
        }
        return lines;
    }

    private @Nullable Object keyNow() throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /// Replaced between the two looks, it is seen as another at the next call.
    private void open(Object now) throws IOException {
        open = FileChannel.open(file);
        key = now;
        position = 0;
    }

    private void skipToTheEnd(boolean first) throws IOException {
        FileChannel channel = open;
        if (!first || channel == null || channel.size() <= MOST_BYTES) {
            return;
        }
        position = channel.size() - MOST_BYTES;
        read(channel, new ArrayList<>(), true);
    }

    private boolean read(FileChannel channel, List<String> lines) throws IOException {
        return read(channel, lines, false);
    }

    /// True once it has come to the end of the file.
    ///
    /// @param oneLine  only up to the end of the line it is in
    private boolean read(FileChannel channel, List<String> lines, boolean oneLine) throws IOException {
        if (channel.size() < position) {
            position = 0;
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MOST_BYTES, channel.size() - position));
        while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {
            continue;
        }
        bytes.flip();
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n' || line.size() >= MOST_BYTES) {
                finish(lines);
                if (oneLine) {
                    break;
                }
            }
            if (next != '\n') {
                line.write(next);
            }
        }
        position += bytes.position();
        return position >= channel.size();
    }

    private void finish(List<String> lines) {
        lines.add(line.toString(StandardCharsets.UTF_8));
        line.reset();
    }

    @Override
    public void close() throws IOException {
        FileChannel channel = open;
        open = null;
        if (channel != null) {
            channel.close();
        }
    }
}
