package moltbot.cli.servers;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import moltbot.cli.failure.CliException;

/// A folder as an archive (POSIX.1-2001 pax): its regular files and folders, in order, without times, owners or
/// links, so that the same files make the same bytes.
final class FolderArchive {
    /// Most files and folders, and most bytes of them: a sandbox has room for so much and some of its own.
    static final int MOST_ENTRIES = 50_000;

    static final long MOST_BYTES = 192L << 20;

    private static final int BLOCK = 512;
    private static final int NAME = 100;

    private final OutputStream out;
    private long bytes;

    private FolderArchive(OutputStream out) {
        this.out = out;
    }

    /// Writes the archive of a folder.
    ///
    /// @return its SHA-256, in lower-case hex
    static String write(Path folder, Path target) throws IOException {
        MessageDigest digest = sha256();
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16);
                DigestOutputStream out = new DigestOutputStream(file, digest)) {
            new FolderArchive(out).write(folder);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256.", e);
        }
    }

    private void write(Path folder) throws IOException {
        List<Path> entries;
        try (Stream<Path> found = Files.walk(folder)) {
            entries = found.filter(path -> !path.equals(folder))
                    .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                            || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .limit(MOST_ENTRIES + 1L)
                    .sorted()
                    .toList();
        }
        if (entries.size() > MOST_ENTRIES) {
            throw tooMuch(folder);
        }
        for (Path entry : entries) {
            String name = folder.relativize(entry).toString();
            if (Files.isDirectory(entry)) {
                entry(name + "/", '5', 0755, 0);
            } else {
                bytes += Files.size(entry);
                if (bytes > MOST_BYTES) {
                    throw tooMuch(folder);
                }
                content(name, Files.isExecutable(entry) ? 0755 : 0644, Files.readAllBytes(entry));
            }
        }
        out.write(new byte[2 * BLOCK]);
    }

    private static CliException tooMuch(Path folder) {
        return CliException.refused("The folder " + folder + " has more than " + MOST_ENTRIES + " files or "
                + (MOST_BYTES >> 20) + " MB, which is more than a server of tools may have. Nothing was started.");
    }

    private void content(String name, int mode, byte[] content) throws IOException {
        entry(name, '0', mode, content.length);
        padded(content);
    }

    /// What does not fit into a header is said in one of its own before it.
    private void entry(String name, char type, int mode, long size) throws IOException {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > NAME || utf8.length != name.length()) {
            byte[] path = record(" path=" + name + "\n");
            header("pax".getBytes(StandardCharsets.US_ASCII), 'x', 0644, path.length);
            padded(path);
        }
        header(Arrays.copyOf(utf8, Math.min(utf8.length, NAME)), type, mode, size);
    }

    /// A record begins with its own length, the digits of which count.
    private static byte[] record(String rest) {
        int length = rest.getBytes(StandardCharsets.UTF_8).length;
        int whole = length;
        while (whole != length + Integer.toString(whole).length()) {
            whole = length + Integer.toString(whole).length();
        }
        return (whole + rest).getBytes(StandardCharsets.UTF_8);
    }

    private void header(byte[] name, char type, int mode, long size) throws IOException {
        byte[] header = new byte[BLOCK];
        System.arraycopy(name, 0, header, 0, name.length);
        put(header, 100, String.format("%07o", mode));
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, String.format("%011o", size));
        put(header, 136, "00000000000");
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 257, "ustar");
        put(header, 263, "00");
        int sum = 0;
        for (byte one : header) {
            sum += one & 0xff;
        }
        put(header, 148, String.format("%06o", sum));
        header[154] = 0;
        out.write(header);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, header, at, ascii.length);
    }

    private void padded(byte[] content) throws IOException {
        out.write(content);
        out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }
}
