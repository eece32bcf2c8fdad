package moltbot.guardian.observe.network;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.guardian.Await;
import moltbot.testing.Acceptor;

/// The owner's other programs: real ones, and sockets that keep what they are sent.
final class Servers implements AutoCloseable {
    private final List<Closeable> open = new ArrayList<>();
    private final Path folder;

    Servers(Path folder) {
        this.folder = folder;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /// A program; returns once its port takes connections.
    void run(int port, String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out-" + port).toFile())
                .start();
        open.add(() -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        });
        Await.until(List.of(command) + " listens", Duration.ofSeconds(20), () -> takes(port));
    }

    private static boolean takes(int port) {
        try {
            return Files.readAllLines(Path.of("/proc/net/tcp")).stream().anyMatch(line -> listens(line, port))
                    || Files.readAllLines(Path.of("/proc/net/tcp6")).stream().anyMatch(line -> listens(line, port));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean listens(String line, int port) {
        String[] fields = line.strip().split("\\s+", 5);
        return fields[3].equals("0A") && fields[1].endsWith(String.format(":%04X", port));
    }

    /// nginx with this in its `server`.
    void nginx(int port, String server) throws IOException {
        Path config = Files.writeString(folder.resolve("nginx-" + port + ".conf"), """
                daemon off; pid %s/nginx-%d.pid; error_log stderr; worker_processes 1;
                events {}
                http { access_log off; client_body_temp_path %s/b; proxy_temp_path %s/p; fastcgi_temp_path %s/f;
                uwsgi_temp_path %s/u; scgi_temp_path %s/s;
                server { listen 0.0.0.0:%d; %s } }
                """.formatted(
                        folder, port, folder, folder, folder, folder, folder, port, server));
        run(port, "nginx", "-p", folder.toString(), "-c", config.toString());
    }

    /// A socket that says `greeting` to whoever connects and keeps what it is sent.
    List<String> sink(int port, String greeting) throws IOException {
        return sink("0.0.0.0", port, greeting);
    }

    List<String> sink(String address, int port, String greeting) throws IOException {
        ServerSocket socket = new ServerSocket(port, 50, InetAddress.ofLiteral(address));
        List<String> heard = new CopyOnWriteArrayList<>();
        Acceptor acceptor = new Acceptor(socket, () -> {
            try {
                while (true) {
                    Socket one = socket.accept();
                    Thread.ofVirtual().start(() -> hear(one, greeting, heard));
                }
            } catch (IOException e) {
                heard.add("closed");
            }
        });
        open.add(acceptor);
        return heard;
    }

    /// Passes on what begins as a record of TLS does, as a proxy that looks into the handshake; waits for it otherwise.
    void onlyTls(int port, int to) throws IOException {
        ServerSocket socket = new ServerSocket(port, 50, InetAddress.ofLiteral("0.0.0.0"));
        open.add(new Acceptor(socket, () -> {
            try {
                while (true) {
                    Socket one = socket.accept();
                    Thread.ofVirtual().start(() -> passTls(one, to));
                }
            } catch (IOException e) {
                System.getLogger("test").log(System.Logger.Level.DEBUG, "The proxy is closed.", e);
            }
        }));
    }

    private static void passTls(Socket one, int to) {
        try (one) {
            int first = one.getInputStream().read();
            if (first != 22) {
                one.getInputStream().transferTo(OutputStream.nullOutputStream());
                return;
            }
            try (Socket onward = new Socket(InetAddress.ofLiteral("127.0.0.1"), to)) {
                onward.getOutputStream().write(first);
                Thread back = Thread.ofVirtual().start(() -> pass(onward, one));
                one.getInputStream().transferTo(onward.getOutputStream());
                onward.shutdownOutput();
                back.join();
            }
        } catch (IOException e) {
            System.getLogger("test").log(System.Logger.Level.DEBUG, "A passage broke off.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            System.getLogger("test").log(System.Logger.Level.DEBUG, "A passage broke off.", e);
        }
    }

    private static void hear(Socket one, String greeting, List<String> heard) {
        heard.add("connected");
        try (one) {
            one.getOutputStream().write(greeting.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            int next;
            while ((next = one.getInputStream().read()) >= 0) {
                heard.add("byte " + next);
            }
        } catch (IOException e) {
            heard.add("broken");
        }
    }

    @Override
    public void close() throws IOException {
        for (Closeable one : open.reversed()) {
            one.close();
        }
    }
}
