package moltbot.guardian.observe.network;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import moltbot.guardian.fact.network.Program;

/// The processes of a Linux machine, from `/proc`. What other users' processes hold open is not seen without root.
final class Programs {
    private Programs() {}

    /// Every process.
    static List<Long> all() throws IOException {
        String[] names = new File("/proc").list();
        if (names == null) {
            throw new IOException("/proc cannot be listed.");
        }
        List<Long> pids = new ArrayList<>();
        for (String name : names) {
            if (Character.isDigit(name.charAt(0))) {
                pids.add(Long.parseLong(name));
            }
        }
        return pids;
    }

    /// The program's name as the kernel has it, at most 15 bytes; empty where it ended.
    static String name(long pid) {
        return text(pid, "comm").strip();
    }

    static List<String> arguments(long pid) {
        String line = text(pid, "cmdline");
        return line.isEmpty() ? List.of() : List.of(line.split("\0"));
    }

    private static String text(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/" + file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /// The inodes of the sockets it holds; none where it may not be looked into.
    static Set<Long> sockets(long pid) {
        Set<Long> inodes = new HashSet<>();
        try (DirectoryStream<Path> handles = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path handle : handles) {
                String target = Files.readSymbolicLink(handle).toString();
                if (target.startsWith("socket:[")) {
                    inodes.add(Long.parseLong(target, 8, target.length() - 1, 10));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return inodes;
        }
        return inodes;
    }

    /// `socat (process 123)`; the compartment for one of ours.
    static String describe(long pid) {
        for (String argument : arguments(pid)) {
            if (argument.startsWith("moltbot.") && argument.endsWith(".Main")) {
                return argument.substring("moltbot.".length(), argument.length() - ".Main".length())
                                .replaceFirst(".*/moltbot\\.", "")
                        + " (process " + pid + ")";
            }
        }
        return new Program(pid, name(pid)).toString();
    }

    /// Whose a listener is, for people; empty where that cannot be seen. Walks all processes.
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
        try {
            for (long pid : all()) {
                if (sockets(pid).contains(id)) {
                    return describe(pid);
                }
            }
        } catch (IOException e) {
            return "";
        }
        return "";
    }
}
