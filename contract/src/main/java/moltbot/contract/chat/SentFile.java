package moltbot.contract.chat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;

/// A file that comes along with a message, as it is announced: its bytes follow in the body of whatever hands the
/// message over, one file after the other.
///
/// @param name    what it is called, on one line and without a folder ([#plain])
/// @param size    in bytes, at most [#MAX_BYTES]
/// @param spoken  whether it is what was heard in a voice message that came along before it
public record SentFile(String name, int size, boolean spoken) {
    /// Most files of one message.
    public static final int MAX_FILES = 10;

    /// All files of one message together.
    public static final int MAX_BYTES = 12 << 20;

    /// Longest text of a voice message: all of it is shown to a model.
    public static final int MAX_SPOKEN = 32_000;

    /// With room for a number: no file system takes more than 255 of them.
    private static final int MAX_NAME_BYTES = 160;
    private static final int MAX_ENDING = 12;

    /// No more of a name is looked at, however long somebody made it.
    private static final int MAX_LOOKED_AT = 1_000;

    public SentFile {
        if (!name.equals(plain(name))) {
            throw ContractException.malformed("A file that comes along has a plain name.");
        }
        if (size < 0 || size > MAX_BYTES) {
            throw tooLarge();
        }
        if (spoken && size > MAX_SPOKEN) {
            throw ContractException.malformed("What was heard in a voice message has up to " + MAX_SPOKEN + " bytes.");
        }
    }

    public SentFile(String name, int size) {
        this(name, size, false);
    }

    /// What was heard in a voice message.
    public static SentFile spoken(String name, int size) {
        return new SentFile(name, size, true);
    }

    /// Refuses more files than a message may have, or more in them.
    static List<SentFile> require(List<SentFile> files) {
        if (files.size() > MAX_FILES) {
            throw new ContractException(
                    Code.TOO_LARGE,
                    "too-many-files",
                    "A message may have up to " + MAX_FILES + " files; nothing of it was taken. Send them in parts.");
        }
        if (files.stream().mapToLong(SentFile::size).sum() > MAX_BYTES) {
            throw tooLarge();
        }
        return List.copyOf(files);
    }

    private static ContractException tooLarge() {
        return new ContractException(
                Code.TOO_LARGE,
                "files-too-large",
                "The files of one message may have up to " + (MAX_BYTES >> 20)
                        + " MiB together; nothing of it was taken.");
    }

    /// A name that anybody may have chosen, as a file of ours may be called: without folders, without what no eye
    /// sees, not hidden, and short, with its ending. A plain name stays as it is.
    public static String plain(String given) {
        String last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        StringBuilder seen = new StringBuilder();
        last.codePoints().filter(SentFile::isSeen).limit(MAX_LOOKED_AT).forEach(seen::appendCodePoint);
        String name = tidy(seen.toString());
        int dot = name.lastIndexOf('.');
        String ending = dot > 0 && name.length() - dot <= MAX_ENDING ? name.substring(dot) : "";
        String stem = name.substring(0, name.length() - ending.length());
        while (bytes(stem) + bytes(ending) > MAX_NAME_BYTES) {
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
        }
        String whole = tidy(stem.strip() + ending);
        return whole.isEmpty() ? "file" : whole.equals(given) ? whole : plain(whole);
    }

    /// On one line, with single spaces, and not hidden.
    private static String tidy(String name) {
        String tidied = name.strip().replaceAll("\\s+", " ");
        while (tidied.startsWith(".")) {
            tidied = tidied.substring(1).strip();
        }
        return tidied;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isSeen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> c != '\uFFFD';
        };
    }

    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.with("name", name).with("size", size);
        return spoken ? json.with("spoken", true).build() : json.build();
    }

    public static SentFile fromJson(JsonObject json) {
        return new SentFile(json.text("name"), json.integer("size"), json.flagOr("spoken", false));
    }
}
