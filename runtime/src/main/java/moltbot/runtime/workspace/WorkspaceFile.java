package moltbot.runtime.workspace;

/// A file or folder of a workspace, without its bytes.
///
/// @param path    relative; a folder's ends with `/`
/// @param mode    permission bits, of which only `0755` and `0644` are kept
/// @param sha256  of its bytes, lower-case hex; empty for a folder
public record WorkspaceFile(String path, int mode, long size, String sha256) {
    public static final int PLAIN = 0644;
    public static final int EXECUTABLE = 0755;

    public static WorkspaceFile folder(String path) {
        return new WorkspaceFile(path + "/", EXECUTABLE, 0, "");
    }

    public boolean isFolder() {
        return path.endsWith("/");
    }

    /// The path without a folder's last `/`.
    public String name() {
        return isFolder() ? path.substring(0, path.length() - 1) : path;
    }
}
