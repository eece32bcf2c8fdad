package moltbot.guardian.observe.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.network.Datagrams;

/// Sees on Linux the UDP sockets of the supervisor and everything below it, but of the guardian itself, which asks
/// questions by UDP and starts programs of the system.
public final class DatagramObserver {
    private static final int MAX_PROCESSES = 2_000;

    private final long supervisor;
    private final long self = ProcessHandle.current().pid();

    DatagramObserver(long supervisor) {
        this.supervisor = supervisor;
    }

    /// Looks now.
    public Observation<Datagrams> observe() {
        try {
            Map<Long, Long> holders = holders();
            List<Datagrams.Open> open = new ArrayList<>();
            ProcTable.read("udp", _ -> true, row -> {
                Long holder = holders.get(row.inode());
                if (holder != null && row.unconnected()) {
                    open.add(new Datagrams.Open(row.local(), Programs.describe(holder)));
                }
            });
            return new Observation.Seen<>(new Datagrams(open));
        } catch (IOException | DirectoryIteratorException | ContractException e) {
            return new Observation.Unobservable<>("UDP sockets could not be seen: " + e.getMessage());
        }
    }

    /// Every socket of ours by inode, and its process.
    private Map<Long, Long> holders() throws IOException {
        Map<Long, Long> holders = new HashMap<>();
        Deque<Long> next = new ArrayDeque<>(List.of(supervisor));
        for (int count = 0; !next.isEmpty() && count < MAX_PROCESSES; count++) {
            long pid = next.remove();
            if (pid != self) {
                next.addAll(children(pid));
                Programs.sockets(pid).forEach(inode -> holders.put(inode, pid));
            }
        }
        return holders;
    }

    private static List<Long> children(long pid) throws IOException {
        List<Long> children = new ArrayList<>();
        Path tasks = Path.of("/proc/" + pid + "/task");
        if (!Files.exists(tasks)) {
            return children;
        }
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                Path list = thread.resolve("children");
                String text = Files.exists(list)
                        ? Files.readString(list, StandardCharsets.US_ASCII).strip()
                        : "";
                for (String child : text.isEmpty() ? new String[0] : text.split(" ")) {
                    children.add(Long.parseLong(child));
                }
            }
        } catch (java.nio.file.NoSuchFileException e) {
            return children;
        }
        return children;
    }
}
