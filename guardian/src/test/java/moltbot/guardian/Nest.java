package moltbot.guardian;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A real tree of processes to look at. As `supervisor` it starts a child JVM for each line it reads and prints what
/// they print; as `listener` it listens at one address and prints the port; as `moltbot.breaker.Main` in its arguments
/// it looks like the breaker.
public final class Nest implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    private Nest(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    /// Starts a supervisor.
    static Nest supervisor() throws IOException {
        return new Nest(jvm(List.of("supervisor")).start());
    }

    /// Starts a listener that is nobody's child but the test's.
    static Nest stranger(String address) throws IOException {
        return new Nest(jvm(List.of("listener", address)).start());
    }

    long pid() {
        return process.pid();
    }

    /// Has the supervisor start a child that listens; its port.
    int listen(String address, String... more) throws IOException {
        tell("listener " + address + " " + String.join(" ", more));
        return port();
    }

    void tell(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    int port() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("The process ended.");
        }
        return Integer.parseInt(line);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static ProcessBuilder jvm(List<String> arguments) {
        List<String> argv = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Nest.class.getName()));
        argv.addAll(arguments);
        return new ProcessBuilder(argv).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (args[0].equals("listener")) {
            InetAddress address = InetAddress.getByName(args[1]);
            int port = args.length > 2 && args[2].matches("\\d+") ? Integer.parseInt(args[2]) : 0;
            try (ServerSocket socket = new ServerSocket(port, 50, address)) {
                System.out.println(socket.getLocalPort());
                while (in.read() >= 0) {
                    continue;
                }
            }
            return;
        }
        List<Process> children = new ArrayList<>();
        String line;
        while ((line = in.readLine()) != null) {
            if (line.equals("end children")) {
                children.forEach(Process::destroyForcibly);
                continue;
            }
            children.add(jvm(List.of(line.strip().split(" ")))
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .start());
        }
    }
}
