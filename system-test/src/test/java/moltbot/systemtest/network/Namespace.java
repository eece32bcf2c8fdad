package moltbot.systemtest.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import moltbot.testing.Needed;

/// Two machines on one wire: network namespaces of this kernel, `10.77.0.2` where the house stands and `10.77.0.1`, its
/// gateway and neighbour. Needs root and iproute2.
public final class Namespace implements AutoCloseable {
    /// Where `ip netns exec` finds what a namespace has of `/etc` for itself.
    private static final Path ETC = Path.of("/etc/netns");

    public static final String HOUSE_ADDRESS = "10.77.0.2";

    private final String name = "mb" + ProcessHandle.current().pid();
    private final String neighbour = name + "n";
    private final List<Process> started = new ArrayList<>();

    private Namespace() {}

    public static Namespace open() throws IOException {
        Namespace namespace = new Namespace();
        Needed.root();
        Needed.programs("ip", "socat", "nginx", "python3");
        run("ip", "netns", "add", namespace.name);
        run("ip", "netns", "add", namespace.neighbour);
        run(
                "ip",
                "link",
                "add",
                "up0",
                "netns",
                namespace.name,
                "type",
                "veth",
                "peer",
                "name",
                "up1",
                "netns",
                namespace.neighbour);
        namespace.here("ip", "link", "set", "lo", "up");
        namespace.here("ip", "addr", "add", HOUSE_ADDRESS + "/24", "dev", "up0");
        namespace.here("ip", "link", "set", "up0", "up");
        namespace.there("ip", "addr", "add", "10.77.0.1/24", "dev", "up1");
        namespace.there("ip", "link", "set", "up1", "up");
        namespace.here("ip", "route", "add", "default", "via", "10.77.0.1");
        return namespace;
    }

    /// Runs to its end where the house stands.
    public String here(String... command) throws IOException {
        return run(in(name, command));
    }

    /// Runs to its end on the neighbour.
    public String there(String... command) throws IOException {
        return run(in(neighbour, command));
    }

    /// As [#here], for as long as this stands or until it is destroyed.
    Process start(String... command) throws IOException {
        return background(in(name, command));
    }

    /// As [#start], on the neighbour.
    Process startThere(String... command) throws IOException {
        return background(in(neighbour, command));
    }

    private Process background(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        started.add(process);
        return process;
    }

    static void end(Process process) {
        // A parent that is left for a moment replaces the child it lost.
        List<ProcessHandle> below = process.descendants().toList();
        process.destroyForcibly().onExit().join();
        below.forEach(ProcessHandle::destroyForcibly);
    }

    /// What the neighbour gets from a place here; empty where nothing answers.
    String asNeighbour(String place, String host) throws IOException {
        return asNeighbour("TCP:" + place, host, false);
    }

    String asNeighbour(String socat, String host, boolean tls) throws IOException {
        String request = "printf 'GET / HTTP/1.1\\r\\nHost: " + host + "\\r\\nConnection: close\\r\\n\\r\\n'";
        return there("sh", "-c", request + " | socat -t2 - " + socat + (tls ? ",verify=0" : "") + " 2>&1 || true");
    }

    /// Names that programs here know, as lines of `/etc/hosts`; they are gone with it.
    void hosts(String lines) throws IOException {
        Files.createDirectories(ETC.resolve(name));
        Files.writeString(ETC.resolve(name).resolve("hosts"), lines);
    }

    /// Where programs here ask for names, as lines of `/etc/resolv.conf`; they are gone with it.
    public void resolver(String lines) throws IOException {
        Files.createDirectories(ETC.resolve(name));
        Files.writeString(ETC.resolve(name).resolve("resolv.conf"), lines);
    }

    /// Opens sockets where the house stands; they stay there, whoever uses them.
    public <T> T openHere(Callable<T> opening) throws Exception {
        return Entered.during(Path.of("/run/netns", name), opening);
    }

    /// As [#openHere], on the neighbour.
    public <T> T openThere(Callable<T> opening) throws Exception {
        return Entered.during(Path.of("/run/netns", neighbour), opening);
    }

    /// A program that stands for another one, run where the house stands.
    Path wrapper(Path folder, Path program) throws IOException {
        Path wrapper = folder.resolve("wrapped");
        Files.writeString(wrapper, "#!/bin/sh\nexec ip netns exec " + name + " " + program + " \"$@\"\n");
        Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwx------"));
        return wrapper;
    }

    /// The same command inside the namespace.
    public ProcessBuilder builder(ProcessBuilder command) {
        List<String> inside = in(name, command.command().toArray(String[]::new));
        command.command(inside);
        return command;
    }

    /// The words that begin a program where the house stands, with all of `/sys` as it is, which engines want.
    String[] enter() {
        return new String[] {"nsenter", "--net=/run/netns/" + name};
    }

    private static List<String> in(String namespace, String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(command));
        return all;
    }

    private static String run(String... command) throws IOException {
        return run(List.of(command));
    }

    private static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().orTimeout(20, TimeUnit.SECONDS).join().exitValue() != 0) {
            throw new IOException(command + ": " + out);
        }
        return out;
    }

    @Override
    public void close() throws IOException {
        for (Process process : started) {
            end(process);
        }
        run("ip", "netns", "del", name);
        Files.deleteIfExists(ETC.resolve(name).resolve("hosts"));
        Files.deleteIfExists(ETC.resolve(name).resolve("resolv.conf"));
        Files.deleteIfExists(ETC.resolve(name));
        run("ip", "netns", "del", neighbour);
    }
}
