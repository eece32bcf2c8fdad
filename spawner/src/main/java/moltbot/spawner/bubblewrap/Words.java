package moltbot.spawner.bubblewrap;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// A task's words on their way through this process's own argument list, as plain ASCII. Java would encode other
/// characters by the machine's locale, so that what was approved would not be what runs; here every other byte
/// travels as an octal escape that the script inside the sandbox undoes.
final class Words {
    /// What Linux lets one argument have (`MAX_ARG_STRLEN`), with room for the marker.
    private static final int MAX_WORD = (128 << 10) - 16;

    /// What Linux lets all have with a stack of 8 MB, less room for our own words.
    private static final int MAX_TOTAL = (2 << 20) - (64 << 10);

    private Words() {}

    /// `p` and the word itself, or `e` and the word escaped.
    static String encode(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == word.length()) {
            return "p" + word;
        }
        StringBuilder escaped = new StringBuilder(bytes.length * 2).append('e');
        for (byte b : bytes) {
            if (b < 0 || b == '\\') {
                int value = b & 0xff;
                escaped.append("\\0")
                        .append((char) ('0' + (value >> 6)))
                        .append((char) ('0' + (value >> 3 & 7)))
                        .append((char) ('0' + (value & 7)));
            } else {
                escaped.append((char) b);
            }
        }
        return escaped.toString();
    }

    /// True if the kernel takes these words as arguments of a program.
    static boolean fit(List<String> words) {
        long total = 0;
        for (String word : words) {
            total += word.length() + 9;
            if (word.length() > MAX_WORD || total > MAX_TOTAL) {
                return false;
            }
        }
        return true;
    }
}
