package moltbot.contract.skill;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.seal.Seal;

/// The files of a skill, read strictly: regular files of plain names in a few folders, nothing that leads elsewhere,
/// and not more than is bounded here. What is not so is refused with a sentence for the owner; nothing is left out
/// silently, so that what was read is all there is.
///
/// @param files  sorted by path
public record SkillFolder(List<File> files) {
    /// What a skill says, and where it begins.
    public static final String MAIN = "SKILL.md";

    /// Longest `SKILL.md`, in bytes.
    public static final int MAX_TEXT = 64 << 10;

    /// Most bytes of all its files.
    public static final int MAX_BYTES = 1 << 20;

    private static final int MAX_FILES = 64;
    private static final int MAX_DEPTH = 4;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");

    /// Characters that hide, or turn the text around them.
    private static final Pattern HIDDEN =
            Pattern.compile("[\\p{Cc}&&[^\\n\\t]]|[\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\u2028\\u2029]");

    /// One file.
    ///
    /// @param path        relative, with `/`
    /// @param executable  whether its owner may run it
    public record File(String path, boolean executable, byte[] bytes) {}

    public SkillFolder {
        files = List.copyOf(files);
    }

    /// Reads a folder, whatever stands in it.
    ///
    /// @throws ContractException  with a sentence that says what is wrong with it
    public static SkillFolder read(Path folder) {
        List<File> files = new ArrayList<>();
        try {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw refused("There is no folder " + folder.getFileName() + ".");
            }
            collect(folder, "", 1, files);
        } catch (IOException e) {
            ContractException refusal = refused("It cannot be read.");
            refusal.initCause(e);
            throw refusal;
        }
        files.sort(Comparator.comparing(File::path));
        SkillFolder read = new SkillFolder(files);
        read.text();
        return read;
    }

    private static void collect(Path folder, String prefix, int depth, List<File> files) throws IOException {
        if (depth > MAX_DEPTH) {
            throw refused("Its folders lie more than " + MAX_DEPTH + " deep.");
        }
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
            for (Path entry : found) {
                if (entries.size() >= MAX_FILES) {
                    throw refused("It has more than " + MAX_FILES + " files.");
                }
                entries.add(entry);
            }
        }
        entries.sort(Comparator.naturalOrder());
        for (Path entry : entries) {
            String name = String.valueOf(entry.getFileName());
            if (!PLAIN.matcher(name).matches()) {
                throw refused(
                        "It holds a name that is not plain: letters, digits, dots, hyphens and underscores, no dot"
                                + " at the beginning.");
            }
            String path = prefix + name;
            if (Files.isSymbolicLink(entry)) {
                throw refused("'" + path + "' is a link; a skill holds plain files.");
            }
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                collect(entry, path + "/", depth + 1, files);
            } else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                add(entry, path, files);
            } else {
                throw refused("'" + path + "' is no plain file.");
            }
        }
    }

    private static void add(Path entry, String path, List<File> files) throws IOException {
        long before = files.stream().mapToLong(file -> file.bytes().length).sum();
        int most = (int) Math.min(MAX_BYTES - before, path.equals(MAIN) ? MAX_TEXT : MAX_BYTES);
        if (files.size() >= MAX_FILES) {
            throw refused("It has more than " + MAX_FILES + " files.");
        }
        Set<OpenOption> plainly = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try (InputStream in = Channels.newInputStream(Files.newByteChannel(entry, plainly))) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw refused(
                        path.equals(MAIN) && bytes.length > MAX_TEXT
                                ? MAIN + " is longer than " + (MAX_TEXT >> 10) + " KiB; what is long belongs into files"
                                        + " beside it."
                                : "It is larger than " + (MAX_BYTES >> 20) + " MiB.");
            }
            files.add(new File(path, Files.isExecutable(entry), bytes));
        }
    }

    /// Where the first character is that hides or turns text; -1 where there is none.
    static int hidden(String text) {
        var found = HIDDEN.matcher(text);
        return found.find() ? found.start() : -1;
    }

    /// What `SKILL.md` says, whole, with plain ends of lines.
    public String text() {
        byte[] bytes = files.stream()
                .filter(file -> file.path().equals(MAIN))
                .findFirst()
                .orElseThrow(() -> refused("It has no file " + MAIN + "."))
                .bytes();
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .replace("\r\n", "\n");
        } catch (CharacterCodingException e) {
            ContractException refusal = refused(MAIN + " is no text in UTF-8.");
            refusal.initCause(e);
            throw refusal;
        }
        int hidden = hidden(text);
        if (hidden >= 0) {
            throw refused("Line "
                    + (1
                            + text.substring(0, hidden)
                                    .chars()
                                    .filter(one -> one == '\n')
                                    .count()) + " of " + MAIN
                    + " has a character that hides or turns text: "
                    + String.format("U+%04X", text.codePointAt(hidden)) + ".");
        }
        return text;
    }

    /// A SHA-256 of all names, modes and contents: another folder has another.
    public String digest() {
        StringBuilder all = new StringBuilder("moltbot-skill-1\n");
        for (File file : files) {
            all.append(file.path())
                    .append(file.executable() ? " x " : " - ")
                    .append(Seal.sha256Hex(file.bytes()))
                    .append('\n');
        }
        return Seal.sha256Hex(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static ContractException refused(String what) {
        return ContractException.refused("bad-skill", what);
    }
}
