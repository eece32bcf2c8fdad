package moltbot.runtime.workspace;

import java.io.IOException;
import java.util.List;

/// What a tool call did to a workspace; committed together with its result or not at all. Close it after that: its
/// bytes may lie in a temporary file.
///
/// @param puts      files and folders that are new or different
/// @param removals  paths that are gone
/// @param holder    what the bytes are read from
public record WorkspaceChange(List<Put> puts, List<String> removals, AutoCloseable holder) implements AutoCloseable {
    public static final WorkspaceChange NONE = new WorkspaceChange(List.of(), List.of(), () -> {});

    /// One file with a way to its bytes, which are read as late as possible.
    public record Put(WorkspaceFile file, Source source) {}

    /// Gives a file's bytes.
    @FunctionalInterface
    public interface Source {
        byte[] read() throws IOException;
    }

    public WorkspaceChange {
        puts = List.copyOf(puts);
        removals = List.copyOf(removals);
    }

    public boolean isNothing() {
        return puts.isEmpty() && removals.isEmpty();
    }

    @Override
    public void close() {
        try {
            holder.close();
        } catch (Exception e) {
            System.getLogger("workspace").log(System.Logger.Level.WARNING, "A temporary file stayed behind.", e);
        }
    }
}
