package moltbot.systemtest.egress;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Web sites over TLS, all at one port and told apart by their names, whose pages a test writes.
final class Site implements AutoCloseable {
    static final List<String> HOSTS = List.of("shop.example", "other.example", "evil.example");
    private static final char[] PASSWORD = "site".toCharArray();

    /// What was asked: method, host, path and body.
    final List<String> asked = new CopyOnWriteArrayList<>();

    private final Map<String, byte[]> pages = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> headers = new ConcurrentHashMap<>();
    private final Path folder;
    private final HttpsServer server;

    Site(Path folder) throws Exception {
        this.folder = Files.createDirectories(folder);
        Process made = new ProcessBuilder(
                        "sh",
                        "-ec",
                        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=site"
                                + " -addext subjectAltName=DNS:shop.example,DNS:other.example,DNS:evil.example -keyout"
                                + " key.pem -out cert.pem; openssl pkcs12 -export -in cert.pem -inkey key.pem -out site.p12"
                                + " -passout pass:site")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (made.waitFor() != 0) {
            throw new AssertionError("No certificate: " + said);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("site.p12"))) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    Path certificate() {
        return folder.resolve("cert.pem");
    }

    /// Puts a page at a path of every site.
    Site page(String path, String html) {
        return file(path, html.getBytes(StandardCharsets.UTF_8), Map.of("content-type", "text/html; charset=utf-8"));
    }

    Site file(String path, byte[] bytes, Map<String, String> itsHeaders) {
        pages.put(path, bytes);
        headers.put(path, itsHeaders);
        return this;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add((exchange.getRequestMethod() + " "
                        + exchange.getRequestHeaders().getFirst("host") + " " + exchange.getRequestURI() + " " + body)
                .strip());
        byte[] page = pages.get(path);
        byte[] bytes = page == null ? "There is no such page.".getBytes(StandardCharsets.UTF_8) : page;
        headers.getOrDefault(path, Map.of("content-type", "text/plain"))
                .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.sendResponseHeaders(page == null ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
