package moltbot.guardian.observe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import moltbot.guardian.fact.Listener;
import moltbot.guardian.fact.Owner;

/// Our processes where the system's list of sockets names a process itself (macOS): the tree below the supervisor.
final class TreeProcesses implements Processes {
    private static final int MAX_DEPTH = 1000;

    private final House house;

    TreeProcesses(House house) {
        this.house = house;
    }

    @Override
    public Attribution attribute(Set<Listener> wanted) {
        Map<Listener, Owner> owners = new HashMap<>();
        for (Listener listener : wanted) {
            Optional<ProcessHandle> process = ProcessHandle.of(listener.id());
            if (process.isPresent() && (ours(process.get()) || house.ownsUser(listener.uid()))) {
                owners.put(listener, owner(process.get()));
            }
        }
        return new Attribution(owners, List.of());
    }

    private boolean ours(ProcessHandle process) {
        Optional<ProcessHandle> at = Optional.of(process);
        for (int depth = 0; at.isPresent() && depth < MAX_DEPTH; depth++) {
            if (at.get().pid() == house.supervisor()) {
                return true;
            }
            at = at.get().parent();
        }
        return false;
    }

    private Owner owner(ProcessHandle process) {
        if (process.pid() == house.supervisor()) {
            return new Owner(process.pid(), "supervisor", false);
        }
        String compartment =
                House.compartment(List.of(process.info().arguments().orElse(new String[0])));
        boolean directChild = process.parent()
                .map(parent -> parent.pid() == house.supervisor())
                .orElse(false);
        String name = compartment == null ? process.info().command().orElse("a program") : compartment;
        return new Owner(process.pid(), name, house.isBreaker(compartment, directChild));
    }
}
