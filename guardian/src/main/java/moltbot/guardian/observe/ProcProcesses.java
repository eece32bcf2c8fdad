package moltbot.guardian.observe;

import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import moltbot.guardian.fact.Listener;
import moltbot.guardian.fact.Owner;
import org.jspecify.annotations.Nullable;

/// Our processes on Linux: the tree below the supervisor, from every process's parent, and what each holds open. A
/// process in a network namespace of its own is walked too: it may hold a socket of ours that it was handed.
final class ProcProcesses implements Processes {
    private final House house;
    private final ProcFiles files = new ProcFiles();

    ProcProcesses(House house) {
        this.house = house;
    }

    @Override
    public Attribution attribute(Set<Listener> wanted) throws IOException {
        Map<Long, Listener> byInode = new HashMap<>();
        for (Listener listener : wanted) {
            byInode.put(listener.id(), listener);
        }
        Map<Long, Long> parents = parents();
        Map<Listener, Owner> owners = new HashMap<>();
        List<String> blind = new ArrayList<>();
        Map<Long, Owner> byUser = new HashMap<>();
        for (long pid : parents.keySet()) {
            long user = house.uids().isEmpty() ? -1 : userOf(pid);
            if (descends(pid, parents) || house.ownsUser(user)) {
                if (house.ownsUser(user)) {
                    byUser.merge(user, owner(pid, parents), ProcProcesses::unclear);
                }
                look(pid, byInode, owners, parents, house.ownsUser(user) ? null : blind);
            }
        }
        for (Listener listener : wanted) {
            if (house.ownsUser(listener.uid()) && !owners.containsKey(listener)) {
                owners.put(listener, byUser.getOrDefault(listener.uid(), unknown()));
            }
        }
        return new Attribution(owners, blind);
    }

    /// Two processes under one user that cannot be told apart: whoever it is, it is not known to be the breaker.
    private static Owner unclear(Owner one, Owner other) {
        return one.breaker() && other.breaker() ? one : unknown();
    }

    private static Owner unknown() {
        return new Owner(0, "a process of this house", false);
    }

    private Map<Long, Long> parents() throws IOException {
        String[] names = new File("/proc").list();
        if (names == null) {
            throw new IOException("/proc cannot be listed.");
        }
        Map<Long, Long> parents = new HashMap<>();
        for (String name : names) {
            if (Character.isDigit(name.charAt(0))) {
                String stat = files.text("/proc/" + name + "/stat");
                if (stat != null) {
                    parents.put(Long.parseLong(name), parent(stat));
                }
            }
        }
        return parents;
    }

    /// The fourth field of proc_pid_stat(5); the second is a name in parentheses that may hold anything.
    static long parent(String stat) {
        int name = stat.lastIndexOf(')');
        int from = name + ") S ".length();
        int to = stat.indexOf(' ', from);
        try {
            return name < 0 || to < 0 ? 0 : Long.parseLong(stat, from, to, 10);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private boolean descends(long pid, Map<Long, Long> parents) {
        long at = pid;
        for (int depth = 0; at > 0 && depth < 1000; depth++) {
            if (at == house.supervisor()) {
                return true;
            }
            at = parents.getOrDefault(at, 0L);
        }
        return false;
    }

    private void look(
            long pid,
            Map<Long, Listener> byInode,
            Map<Listener, Owner> owners,
            Map<Long, Long> parents,
            @Nullable List<String> blind)
            throws IOException {
        try (DirectoryStream<Path> handles = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path handle : handles) {
                Listener listener = byInode.get(inode(handle));
                if (listener != null) {
                    owners.merge(listener, owner(pid, parents), ProcProcesses::worse);
                }
            }
        } catch (AccessDeniedException e) {
            if (blind != null) {
                blind.add(owner(pid, parents).name() + " (process " + pid + ")");
            }
        } catch (NoSuchFileException | DirectoryIteratorException e) {
            // It ended while it was looked at; a socket it handed on is found with its new holder.
            return;
        }
    }

    /// A socket that several hold counts for the one that must not have it.
    private static Owner worse(Owner one, Owner other) {
        return one.breaker() ? other : one;
    }

    private static long inode(Path handle) throws IOException {
        try {
            String target = Files.readSymbolicLink(handle).toString();
            return target.startsWith("socket:[") ? Long.parseLong(target, 8, target.length() - 1, 10) : -1;
        } catch (NoSuchFileException e) {
            return -1;
        }
    }

    private Owner owner(long pid, Map<Long, Long> parents) {
        if (pid == house.supervisor()) {
            return new Owner(pid, "supervisor", false);
        }
        String line = files.text("/proc/" + pid + "/cmdline");
        List<String> arguments = line == null ? List.of() : List.of(line.split("\0"));
        String compartment = House.compartment(arguments);
        String program = arguments.isEmpty() ? "a process that ended" : arguments.getFirst();
        boolean directChild = parents.getOrDefault(pid, 0L) == house.supervisor();
        return new Owner(pid, compartment == null ? program : compartment, house.isBreaker(compartment, directChild));
    }

    private static long userOf(long pid) {
        try {
            return ((Number) Files.getAttribute(Path.of("/proc/" + pid), "unix:uid")).longValue();
        } catch (IOException e) {
            return -1;
        }
    }
}
