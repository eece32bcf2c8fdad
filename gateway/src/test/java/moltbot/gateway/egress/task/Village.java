package moltbot.gateway.egress.task;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import moltbot.contract.json.JsonObject;
import moltbot.contract.sandbox.NetworkRule;
import moltbot.contract.sandbox.SandboxNetwork;
import moltbot.gateway.egress.authority.TaskAuthority;
import moltbot.gateway.vault.Vault;

/// The internet of these tests: servers on this machine under names of their own, an authority they are believed by,
/// and programs that speak to a task's socket byte by byte.
final class Village implements AutoCloseable, Dialer {
    private final TaskAuthority authority = new TaskAuthority(List.of("example", "test"), Instant.now());
    private final Map<String, ServerSocket> servers = new ConcurrentHashMap<>();
    private final Deque<Closeable> closing = new ArrayDeque<>();
    final Map<String, List<String>> heard = new ConcurrentHashMap<>();
    final List<JsonObject> audit = new CopyOnWriteArrayList<>();
    final List<String> told = new CopyOnWriteArrayList<>();
    final Vault vault;
    final TaskNetworks networks;
    volatile boolean permitted = true;
    volatile boolean auditFails;

    Village(Path folder) {
        this.vault = Vault.open(folder.resolve("secrets"), Optional.empty());
        this.networks = new TaskNetworks(
                folder.resolve("tasks"),
                new Injection(vault, vault.access()),
                (what, call, detail) -> {
                    if (auditFails) {
                        throw moltbot.contract.ContractException.refused("audit-failed", "No.");
                    }
                    audit.add(JsonObject.with("what", what)
                            .with("call", call)
                            .with("detail", detail)
                            .build());
                    synchronized (audit) {
                        audit.notifyAll();
                    }
                },
                () -> permitted,
                this);
    }

    @Override
    public Socket connect(String host, int port) throws IOException {
        ServerSocket server = servers.get(host + ":" + port);
        if (server == null) {
            throw Refusal.upstream("Nobody answers at " + host + ".");
        }
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    @Override
    public SSLSocketFactory tls() {
        return trusting(authority.certificate()).getSocketFactory();
    }

    private static SSLContext trusting(X509Certificate certificate) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("authority", certificate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// A TLS server under that name; each whole request gets the bytes that `answer` makes of it.
    void serve(String host, int port, Function<String, String> answer) throws IOException {
        serve(host, port, authority.server(host).getServerSocketFactory().createServerSocket(), answer);
    }

    /// A server without TLS.
    void servePlainly(String host, int port, Function<String, String> answer) throws IOException {
        serve(host, port, new ServerSocket(), answer);
    }

    /// A server that proves to be another.
    void serveAs(String host, String proves, Function<String, String> answer) throws IOException {
        serve(host, 443, authority.server(proves).getServerSocketFactory().createServerSocket(), answer);
    }

    private void serve(String host, int port, ServerSocket listener, Function<String, String> answer)
            throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        servers.put(host + ":" + port, listener);
        closing.push(listener);
        heard.put(host, new CopyOnWriteArrayList<>());
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket socket = listener.accept();
                    Thread.ofVirtual().start(() -> answer(host, socket, answer));
                }
            } catch (IOException e) {
                assert listener.isClosed();
            }
        });
    }

    private void answer(String host, Socket socket, Function<String, String> answer) {
        try (socket) {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            int next;
            while (!whole(request.toString(StandardCharsets.ISO_8859_1)) && (next = in.read()) >= 0) {
                request.write(next);
            }
            if (request.size() == 0) {
                return;
            }
            heardNow(host).add(request.toString(StandardCharsets.ISO_8859_1));
            OutputStream out = socket.getOutputStream();
            out.write(
                    answer.apply(request.toString(StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        } catch (IOException e) {
            heardNow(host).add("broken: " + e.getMessage());
        }
    }

    List<String> heardNow(String host) {
        return heard.computeIfAbsent(host, any -> new CopyOnWriteArrayList<>());
    }

    private static boolean whole(String request) {
        int end = request.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        if (request.contains("\r\ntransfer-encoding: chunked\r\n")) {
            return request.endsWith("\r\n0\r\n\r\n");
        }
        int length = request.indexOf("\r\ncontent-length: ");
        return length < 0
                || request.length() - end - 4
                        >= Integer.parseInt(request.substring(length + 18, request.indexOf("\r\n", length + 2)));
    }

    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: " + body.length() + "\r\n\r\n" + body;
    }

    static NetworkRule rule(String methods, String origin, String path, String credential) {
        return new NetworkRule(origin, new TreeSet<>(Arrays.asList(methods.split(","))), path, credential);
    }

    TaskNetwork open(NetworkRule... rules) {
        return open(1 << 20, rules);
    }

    TaskNetwork open(long maxBytes, NetworkRule... rules) {
        TaskNetwork network = networks.open(new SandboxNetwork(List.of(rules), maxBytes), "call-1", told::add);
        closing.push(network::close);
        return network;
    }

    /// A connection from inside a sandbox.
    static Socket inside(TaskNetwork network) throws IOException {
        return inside(network.socket());
    }

    static Socket inside(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return new UnixSocket(channel);
    }

    /// Sends bytes and reads all that comes back.
    static String say(Socket socket, String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /// The same to a proxy, without a tunnel.
    static String plainly(TaskNetwork network, String bytes) throws IOException {
        try (Socket socket = inside(network)) {
            return say(socket, bytes);
        }
    }

    /// A tunnel to that place; the name in TLS may be another.
    static SSLSocket tunnel(TaskNetwork network, String place, String name) throws Exception {
        Socket socket = inside(network);
        OutputStream out = socket.getOutputStream();
        out.write(
                ("CONNECT " + place + " HTTP/1.1\r\nHost: " + place + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("\r\n\r\n")) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                break;
            }
            answer.append((char) next);
        }
        if (!answer.toString().startsWith("HTTP/1.1 200")) {
            throw new IOException(answer.toString());
        }
        X509Certificate trusted = (X509Certificate) java.security.cert.CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new java.io.ByteArrayInputStream(network.authorityPem().getBytes(StandardCharsets.US_ASCII)));
        SSLSocket secure = (SSLSocket) trusting(trusted).getSocketFactory().createSocket(socket, name, 443, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    /// One request through a tunnel to `a.example`.
    static String ask(TaskNetwork network, String request) throws Exception {
        try (SSLSocket socket = tunnel(network, "a.example:443", "a.example")) {
            return say(socket, request);
        }
    }

    static String get(String path, String... fields) {
        StringBuilder request =
                new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n");
        for (String field : fields) {
            request.append(field).append("\r\n");
        }
        return request + "\r\n";
    }

    List<String> heardBy(String host) {
        return heard.getOrDefault(host, List.of());
    }

    List<JsonObject> audited(String what) {
        return audit.stream().filter(record -> record.text("what").equals(what)).toList();
    }

    /// For what a program may hear of before it is written down: a handshake's alert leaves first.
    List<JsonObject> soonAudited(String what) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        synchronized (audit) {
            long left = TimeUnit.SECONDS.toMillis(20);
            while (audited(what).isEmpty() && left > 0) {
                audit.wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            }
        }
        return audited(what);
    }

    @Override
    public void close() throws IOException {
        for (Closeable one : closing) {
            one.close();
        }
        networks.close();
    }
}
