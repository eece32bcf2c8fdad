package moltbot.runtime.workspace;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a workspace's path may look like: relative, plain, and short. The only judge of paths in this compartment.
public final class WorkspacePath {
    /// Longest path, in bytes of UTF-8.
    public static final int MAX_BYTES = 512;

    /// Longest name of a file or a folder: file systems take no more.
    private static final int MAX_PART_BYTES = 255;

    private WorkspacePath() {}

    /// What is wrong with a file's path, as the end of a sentence that begins with the path; empty if nothing is.
    public static Optional<String> problem(String path) {
        if (path.isEmpty()) {
            return Optional.of("is empty");
        }
        if (path.startsWith("/")) {
            return Optional.of("is absolute; paths here are relative to the workspace");
        }
        if (path.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return Optional.of("is longer than " + MAX_BYTES + " bytes");
        }
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (Character.isISOControl(c) || c == '\uFFFD' || (Character.isSurrogate(c) && lone(path, i))) {
                return Optional.of("holds a character no file here may have");
            }
        }
        for (String part : path.split("/", -1)) {
            if (part.getBytes(StandardCharsets.UTF_8).length > MAX_PART_BYTES) {
                return Optional.of("has a part of more than " + MAX_PART_BYTES + " bytes, which no sandbox can hold");
            }
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return Optional.of("is not a plain path inside the workspace");
            }
        }
        return Optional.empty();
    }

    private static boolean lone(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }
}
