package moltbot.guardian.observe.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.host.PartFact;
import moltbot.guardian.fact.host.Parts;

/// Sees the supervisor and its children that are compartments on macOS, which has no `/proc`, by `ps`. Their
/// environment is not shown there, and there are no walls of the kernel's to see: what rests on these is not judged.
public final class MacParts {
    static final List<String> PROCESSES =
            List.of("/bin/ps", "-axww", "-o", "pid=", "-o", "ppid=", "-o", "uid=", "-o", "command=");

    /// Runs a program of the system and takes what it prints.
    public interface Printed {
        String by(List<String> argv) throws IOException;
    }

    private final Printed printed;
    private final long supervisor;
    private final List<Path> attaching;

    /// @param attaching  where HotSpot puts the files by which a tool attaches
    public MacParts(Printed printed, long supervisor, List<Path> attaching) {
        this.printed = printed;
        this.supervisor = supervisor;
        this.attaching = List.copyOf(attaching);
    }

    /// Looks now.
    public Observation<Parts> observe() {
        try {
            List<PartFact> parts = new ArrayList<>();
            for (String line : printed.by(PROCESSES).split("\n", -1)) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields.length > 3) {
                    read(fields, parts);
                }
            }
            return parts.stream().anyMatch(part -> part.pid() == supervisor)
                    ? new Observation.Seen<>(new Parts(parts))
                    : new Observation.Unobservable<>("The supervisor's process cannot be seen.");
        } catch (IOException | ContractException e) {
            return new Observation.Unobservable<>(
                    "The processes of this house could not be looked at: " + e.getMessage());
        }
    }

    private void read(String[] fields, List<PartFact> parts) {
        long pid = number(fields[0]);
        List<String> arguments = List.of(fields).subList(3, fields.length);
        String name = PartObserver.compartment(arguments);
        if (pid == supervisor || (number(fields[1]) == supervisor && !name.isEmpty())) {
            parts.add(new PartFact(
                    pid == supervisor ? "supervisor" : name,
                    pid,
                    number(fields[2]),
                    0,
                    false,
                    false,
                    arguments,
                    List.of(),
                    attached(pid)));
        }
    }

    private String attached(long pid) {
        for (Path folder : attaching) {
            for (String file : List.of(".java_pid" + pid, ".attach_pid" + pid)) {
                if (Files.exists(folder.resolve(file))) {
                    return file;
                }
            }
        }
        return "";
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ContractException(ContractException.Code.MALFORMED, "What ps prints is not as expected.", e);
        }
    }
}
