package moltbot.guardian.observe.network;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import moltbot.guardian.fact.network.Program;

/// Which process holds a socket: for people to find it by, and to know a tunnel's local end. Walks all processes, so it
/// is asked only when there is something to tell; the processes of other users are not seen without root.
final class Programs {
    private Programs() {}

    /// Holders of these sockets by inode, as far as they can be seen.
    static Map<Long, Program> holding(Set<Long> inodes) {
        Map<Long, Program> found = new HashMap<>();
        String[] names = new File("/proc").list();
        if (names == null || inodes.isEmpty()) {
            return found;
        }
        for (String name : names) {
            if (Character.isDigit(name.charAt(0))) {
                look(Long.parseLong(name), inodes, found);
            }
        }
        return found;
    }

    private static void look(long pid, Set<Long> inodes, Map<Long, Program> found) {
        try (DirectoryStream<Path> handles = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path handle : handles) {
                String target = Files.readSymbolicLink(handle).toString();
                if (target.startsWith("socket:[")) {
                    long inode = Long.parseLong(target, 8, target.length() - 1, 10);
                    if (inodes.contains(inode)) {
                        found.putIfAbsent(inode, new Program(pid, name(pid)));
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Another user's, or it ended: it stays unnamed.
            return;
        }
    }

    private static String name(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/comm"), StandardCharsets.ISO_8859_1)
                    .strip();
        } catch (IOException e) {
            return "a program";
        }
    }

    /// Whose a listener is, for people; empty where that cannot be seen.
    ///
    /// @param id  a socket's inode on Linux, a process on macOS
    static String nameOf(long id) {
        if (System.getProperty("os.name").startsWith("Mac")) {
            return ProcessHandle.of(id)
                    .flatMap(process -> process.info().command())
                    .map(command ->
                            new Program(id, Path.of(command).getFileName().toString()).toString())
                    .orElse("");
        }
        Program program = holding(Set.of(id)).get(id);
        return program == null ? "" : program.toString();
    }
}
