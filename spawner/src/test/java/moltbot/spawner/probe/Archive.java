package moltbot.spawner.probe;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads an archive that came out of a sandbox (POSIX tar with extended headers) as somebody who unpacks it would, and
/// says what in it would do harm.
final class Archive {
    private static final int BLOCK = 512;
    private static final int MAX_CONTENT = 1 << 20;

    private final List<String> faults = new ArrayList<>();
    private final StringBuilder contents = new StringBuilder();
    private final List<String> names = new ArrayList<>();
    private String longName = "";

    private Archive() {}

    static Archive read(Path file) throws IOException {
        Archive archive = new Archive();
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            byte[] header = new byte[BLOCK];
            while (in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
                archive.entry(header, in);
            }
        }
        return archive;
    }

    private void entry(byte[] header, InputStream in) throws IOException {
        long size = Long.parseLong("0" + text(header, 124, 11).strip(), 8);
        char type = (char) header[156];
        byte[] content = in.readNBytes((int) Math.min(size, MAX_CONTENT));
        in.skipNBytes((size + BLOCK - 1) / BLOCK * BLOCK - content.length);
        String said = new String(content, StandardCharsets.UTF_8);
        if (type == 'x' || type == 'L') {
            int path = said.indexOf(" path=");
            longName = type == 'L' ? said : path < 0 ? "" : said.substring(path + 6, said.indexOf('\n', path));
            return;
        } else if (type == 'g') {
            return;
        }
        String name = longName.isEmpty() ? text(header, 0, 100) : longName;
        longName = "";
        names.add(name);
        contents.append(said).append('\n');
        if (type != '0' && type != '5' && type != 0) {
            faults.add("out came an entry of type '" + type + "': " + name);
        }
        if (name.startsWith("/") || List.of(name.split("/", -1)).contains("..")) {
            faults.add("out came a name that leads elsewhere: " + name);
        }
    }

    private static String text(byte[] bytes, int at, int length) {
        int end = at;
        while (end < at + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, at, end - at, StandardCharsets.UTF_8);
    }

    List<String> faults() {
        return faults;
    }

    String contents() {
        return contents.toString();
    }

    List<String> names() {
        return names;
    }
}
