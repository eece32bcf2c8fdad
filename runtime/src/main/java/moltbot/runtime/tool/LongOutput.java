package moltbot.runtime.tool;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import moltbot.contract.seal.Seal;
import moltbot.runtime.workspace.Workspace;
import moltbot.runtime.workspace.WorkspaceChange;
import moltbot.runtime.workspace.WorkspaceChange.Put;
import moltbot.runtime.workspace.WorkspaceFile;
import moltbot.runtime.workspace.WorkspaceLimits;

/// What is too long for a model goes whole into a file of the workspace; the model is shown its beginning and end, and
/// how to read on. Only so many such files are kept.
public final class LongOutput {
    /// Most of a result that a model is given at once, in bytes.
    public static final int MAX_BYTES = 32 << 10;

    private static final int WINDOW_BYTES = 12 << 10;
    private static final String FOLDER = ".output";
    private static final int MAX_FILES = 20;
    private static final int MAX_FILE_BYTES = 1 << 20;

    private final WorkspaceLimits limits;

    public LongOutput(WorkspaceLimits limits) {
        this.limits = limits;
    }

    /// The same outcome, or one whose output is a window on a file beside what else it changed.
    public ToolOutcome windowed(ToolOutcome outcome, String tool, Workspace workspace) {
        byte[] bytes = outcome.output().getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_BYTES) {
            return outcome;
        }
        String window = OutputBuffer.bounded(outcome.output(), WINDOW_BYTES);
        NavigableMap<String, WorkspaceFile> files = after(outcome.change(), workspace);
        String path = next(files, tool);
        List<String> oldest = oldest(files);
        oldest.forEach(files::remove);
        WorkspaceFile file = new WorkspaceFile(path, WorkspaceFile.PLAIN, bytes.length, Seal.sha256Hex(bytes));
        files.put(path, file);
        boolean inTheWay = files.containsKey(FOLDER);
        if (inTheWay
                || bytes.length > MAX_FILE_BYTES
                || limits.problem(files.values()).isPresent()) {
            return outcome.saying(window + "\n[There is no room for the rest in the workspace: it is lost.]\n");
        }
        List<Put> puts = new ArrayList<>(outcome.change().puts());
        puts.removeIf(put -> oldest.contains(put.file().path()));
        puts.add(new Put(file, () -> bytes));
        List<String> removals = new ArrayList<>(outcome.change().removals());
        removals.addAll(oldest);
        return outcome.saying(window + "\n[All " + bytes.length + " bytes are in " + path
                        + ": read_file with from=LINE reads on there.]\n")
                .changing(new WorkspaceChange(puts, removals, outcome.change().holder()));
    }

    private static NavigableMap<String, WorkspaceFile> after(WorkspaceChange change, Workspace workspace) {
        NavigableMap<String, WorkspaceFile> files = new TreeMap<>();
        workspace.list().forEach(file -> files.put(file.path(), file));
        change.removals().forEach(files::remove);
        change.puts().forEach(put -> files.put(put.file().path(), put.file()));
        return files;
    }

    /// Numbered, so that their order is their age.
    private static String next(NavigableMap<String, WorkspaceFile> files, String tool) {
        Map.Entry<String, WorkspaceFile> last = files.lowerEntry(FOLDER + "0");
        int number = 1;
        if (last != null && last.getKey().matches("\\.output/\\d{6}-.*")) {
            number = Integer.parseInt(last.getKey().substring(FOLDER.length() + 1, FOLDER.length() + 7)) + 1;
        }
        return FOLDER + "/" + "%06d".formatted(number % 1_000_000) + "-" + tool + ".txt";
    }

    private static List<String> oldest(NavigableMap<String, WorkspaceFile> files) {
        List<String> kept = files.subMap(FOLDER + "/0", FOLDER + "/:").keySet().stream()
                .filter(path -> path.matches("\\.output/\\d{6}-[^/]*\\.txt"))
                .toList();
        return kept.subList(0, Math.max(0, kept.size() + 1 - MAX_FILES));
    }
}
