package moltbot.breaker.listen;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import moltbot.breaker.House;
import moltbot.breaker.Raw;
import moltbot.breaker.certificate.Certificates;
import moltbot.breaker.certificate.Names;

/// A real nginx or Caddy in front of a breaker, with the very files of docs/operations/proxies; only ports and the
/// certificate differ.
final class FrontProxy implements AutoCloseable {
    final int port;
    final TlsClient browser;
    private final Process process;

    private FrontProxy(int port, TlsClient browser, Process process) {
        this.port = port;
        this.browser = browser;
        this.process = process;
    }

    static FrontProxy start(String kind, Path folder, int upstream) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        Files.createDirectories(folder);
        TlsClient browser = certificate(folder);
        String name = kind.equals("nginx") ? "nginx.conf" : "Caddyfile";
        String documented =
                Files.readString(proxies().resolve(name)).replace("127.0.0.1:3000", "127.0.0.1:" + upstream);
        List<String> command = kind.equals("nginx") ? nginx(folder, documented, port) : caddy(folder, documented, port);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        House.await(kind + " listens", () -> listens(port) || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError(Files.readString(folder.resolve("log")));
        }
        return new FrontProxy(port, browser, process);
    }

    private static Path proxies() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/operations/proxies"))) {
            folder = folder.resolve("..").normalize();
        }
        return folder.resolve("docs/operations/proxies");
    }

    private static TlsClient certificate(Path folder) throws IOException {
        try (Certificates made = Certificates.ofLocalAuthority(
                folder, Names.of(InetAddress.ofLiteral("127.0.0.1"), "https://home.example"), Clock.systemUTC())) {
            String authority = made.authorityPem().orElseThrow();
            Files.writeString(
                    folder.resolve("fullchain.pem"),
                    pem("CERTIFICATE", made.current().leaf().getEncoded()) + authority);
            Files.writeString(
                    folder.resolve("privkey.pem"),
                    pem("PRIVATE KEY", made.current().key().getEncoded()));
            return TlsClient.trusting(authority);
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new IOException(e);
        }
    }

    static String pem(String kind, byte[] der) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
    }

    private static List<String> nginx(Path folder, String documented, int port) throws IOException {
        String server = documented
                .replace("listen 443 ssl;", "listen 127.0.0.1:" + port + " ssl;")
                .replace("/etc/ssl/home.example", folder.toString());
        StringBuilder temporary = new StringBuilder();
        for (String use : new String[] {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
            temporary
                    .append(use)
                    .append("_temp_path ")
                    .append(folder)
                    .append("/")
                    .append(use)
                    .append(";\n");
        }
        String whole = (Files.isWritable(Path.of("/etc")) ? "user root;\n" : "")
                + "daemon off;\nworker_processes 1;\npid " + folder + "/pid;\nerror_log stderr;\nevents {}\nhttp {\n"
                + "access_log off;\n" + temporary + server + "}\n";
        Path file = Files.writeString(folder.resolve("nginx.conf"), whole);
        String program = Files.isExecutable(Path.of("/usr/sbin/nginx")) ? "/usr/sbin/nginx" : "nginx";
        return List.of(program, "-e", "stderr", "-p", folder.toString(), "-c", file.toString());
    }

    private static List<String> caddy(Path folder, String documented, int port) throws IOException {
        String whole = "{\n\tadmin off\n\tauto_https disable_redirects\n\tstorage file_system " + folder + "/caddy\n}\n"
                + documented.replace(
                        "home.example {",
                        "home.example:" + port + " {\n\tbind 127.0.0.1\n\ttls " + folder + "/fullchain.pem " + folder
                                + "/privkey.pem");
        Path file = Files.writeString(folder.resolve("Caddyfile"), whole);
        return List.of("caddy", "run", "--adapter", "caddyfile", "--config", file.toString());
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /// A browser's connection from one address of this machine.
    Raw connect(String from) {
        return Raw.on(browser.from(from).connect(port, "home.example", "http/1.1"));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
