package moltbot.runtime.workspace;

import java.util.Collection;
import java.util.Optional;

/// How much a workspace may hold.
///
/// @param maxBytes      all files together
/// @param maxFiles      files and folders
/// @param maxFileBytes  one file; bounds what is ever in memory at once
public record WorkspaceLimits(long maxBytes, int maxFiles, int maxFileBytes) {
    public static WorkspaceLimits ofMegabytes(int megabytes) {
        long bytes = (long) megabytes << 20;
        return new WorkspaceLimits(bytes, 5_000, (int) Math.min(bytes, 16 << 20));
    }

    /// Longest archive of a workspace within these limits, with room for its headers.
    public long maxArchiveBytes() {
        return maxBytes + 3_072L * maxFiles + (64 << 10);
    }

    /// What is too much about these files, as a sentence; empty if nothing is.
    public Optional<String> problem(Collection<WorkspaceFile> files) {
        if (files.size() > maxFiles) {
            return Optional.of("The workspace would have more than " + maxFiles + " files.");
        }
        long bytes = 0;
        for (WorkspaceFile file : files) {
            bytes += file.size();
        }
        return bytes > maxBytes
                ? Optional.of("The workspace would be larger than " + (maxBytes >> 20) + " MB.")
                : Optional.empty();
    }
}
