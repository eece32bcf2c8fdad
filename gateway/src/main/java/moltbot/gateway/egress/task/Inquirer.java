package moltbot.gateway.egress.task;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.gateway.egress.Addresses;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.egress.task.Head.Field;
import moltbot.gateway.vault.Secret;
import moltbot.gateway.vault.SecretAccess;

/// Asks servers that another server named: over HTTPS, at addresses of the internet alone, each name resolved once and
/// connected to at the very address that was judged. Places that the owner named may be anywhere. No redirect is
/// followed, no cookie kept; every answer is bounded in size and time. Safe for several threads.
public final class Inquirer implements AutoCloseable {
    /// Most of an answer that is read.
    public static final int MOST_BYTES = 256 << 10;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_TARGET = 8 << 10;

    /// An answer, whatever its status.
    public record Answer(int status, byte[] body) {}

    /// A form to send (`application/x-www-form-urlencoded`).
    ///
    /// @param keys   fields that hold keys: read here, as the last thing before it leaves
    /// @param basic  what goes into `Authorization: Basic`, a name and its key, or nothing
    public record Form(Map<String, String> fields, Map<String, Secret> keys, Map<String, Secret> basic) {}

    private final Set<String> named;
    private final SecretAccess access;
    private final Dialer strangers;
    private final Duration patience;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("inquiry-timer").daemon().factory());

    /// @param named  the places that the owner wrote down
    public Inquirer(Collection<Origin> named, SecretAccess access) {
        this(named, access, new PublicDialer(InetAddress::getAllByName), PATIENCE);
    }

    Inquirer(Collection<Origin> named, SecretAccess access, Dialer strangers, Duration patience) {
        this.named = named.stream().map(Origin::toString).collect(Collectors.toUnmodifiableSet());
        this.access = access;
        this.strangers = strangers;
        this.patience = patience;
        timer.setRemoveOnCancelPolicy(true);
    }

    /// Where that is, if it may be asked at all; what its name leads to is judged when it is.
    ///
    /// Fails as [Code#REFUSED] `egress`.
    public Origin place(URI target) {
        Origin origin;
        try {
            String text = target.toString();
            int query = text.indexOf('?');
            origin = Origin.of(query < 0 ? target : URI.create(text.substring(0, query)));
        } catch (ContractException e) {
            throw refused("An address that the server names is none that may be asked.", e);
        }
        boolean mine = named.contains(origin.toString());
        if (origin.scheme().equals("http") && !(mine && origin.loopback())) {
            throw ContractException.refused(
                    "egress", "The server names " + origin + ", which is not https, so it is not asked.");
        }
        if (!mine && (origin.loopback() || isPrivateNumber(origin.host()))) {
            throw ContractException.refused(
                    "egress",
                    "The server names " + origin + ", which is no server of the internet, so it is not asked.");
        }
        return origin;
    }

    private static boolean isPrivateNumber(String host) {
        boolean number = host.startsWith("[") || host.chars().allMatch(c -> c == '.' || Character.isDigit(c));
        return number && !Addresses.everybodys(InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")));
    }

    /// Gets what is there, with nothing of the owner's.
    public Answer get(URI target) {
        return ask("GET", target, List.of(new Field("accept", "application/json")), new byte[0]);
    }

    /// Sends JSON.
    public Answer post(URI target, byte[] json) {
        return ask(
                "POST",
                target,
                List.of(new Field("accept", "application/json"), new Field("content-type", "application/json")),
                json);
    }

    /// Sends a form.
    public Answer post(URI target, Form form) {
        List<Field> fields = new ArrayList<>(List.of(
                new Field("accept", "application/json"),
                new Field("content-type", "application/x-www-form-urlencoded")));
        form.basic().forEach((name, key) -> {
            // RFC 6749 §2.3.1: both are encoded as in a form before they are put together.
            String both = encoded(name) + ":" + encoded(key.reveal(access));
            String value = Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
            fields.add(new Field("authorization", "Basic " + value));
        });
        List<String> pairs = new ArrayList<>();
        form.fields().forEach((name, value) -> pairs.add(encoded(name) + "=" + encoded(value)));
        form.keys().forEach((name, key) -> pairs.add(encoded(name) + "=" + encoded(key.reveal(access))));
        return ask("POST", target, fields, String.join("&", pairs).getBytes(StandardCharsets.US_ASCII));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Answer ask(String method, URI target, List<Field> fields, byte[] body) {
        Origin origin = place(target);
        Dialer dialer = named.contains(origin.toString()) ? new NamedDialer() : strangers;
        ConcurrentLinkedQueue<Closeable> open = new ConcurrentLinkedQueue<>();
        AtomicBoolean late = new AtomicBoolean();
        var alarm = timer.schedule(
                () -> {
                    late.set(true);
                    open.forEach(Inquirer::end);
                },
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
        try (Upstream server = Upstream.open(dialer, origin, open::add)) {
            List<Field> all = new ArrayList<>(fields);
            all.add(new Field("accept-encoding", "identity"));
            Framing framing = body.length == 0 ? Framing.NONE : new Framing(Framing.Kind.LENGTH, body.length);
            server.begin(method, target(target), authority(origin), all, framing);
            server.send(framing, body, 0, body.length);
            Head head = server.answer(framing);
            return new Answer(Upstream.status(head), body(server, head));
        } catch (IOException e) {
            if (late.get()) {
                throw new ContractException(Code.TIMEOUT, origin.host() + " took too long to answer.", e);
            }
            throw refused(e instanceof Refusal refusal ? refusal.why() : "Nobody answers at " + origin.host() + ".", e);
        } finally {
            alarm.cancel(false);
            open.forEach(Inquirer::end);
        }
    }

    private static byte[] body(Upstream server, Head head) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (Upstream.status(head) != 204 && Upstream.status(head) != 304) {
            server.body(head.framing(Framing.UNTIL_CLOSE), (bytes, offset, length) -> {
                if (body.size() + length > MOST_BYTES) {
                    throw Refusal.upstream("An answer is longer than is accepted here.");
                }
                body.write(bytes, offset, length);
            });
        }
        return body.toByteArray();
    }

    private static String target(URI target) {
        String path = target.getRawPath() == null || target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        String all = target.getRawQuery() == null ? path : path + "?" + target.getRawQuery();
        if (!all.matches("[!-~]{1," + MOST_TARGET + "}")) {
            throw ContractException.refused("egress", "An address that the server names is none that may be asked.");
        }
        return all;
    }

    private static String authority(Origin origin) {
        boolean usual = origin.port() == (origin.scheme().equals("https") ? 443 : 80);
        return usual ? origin.host() : origin.host() + ":" + origin.port();
    }

    private static ContractException refused(String why, Throwable cause) {
        ContractException refusal = ContractException.refused("egress", why);
        refusal.initCause(cause);
        return refusal;
    }

    private static void end(Closeable connection) {
        try {
            connection.close();
        } catch (IOException e) {
            System.getLogger("egress").log(System.Logger.Level.DEBUG, "A connection would not close.", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /// For what the owner wrote down: wherever that is, as [moltbot.gateway.egress.JudgedNames] lets it.
    private record NamedDialer() implements Dialer {
        private static final Duration CONNECT = Duration.ofSeconds(8);

        @Override
        public Socket connect(String host, int port) throws IOException {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress(host, port), (int) CONNECT.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            return socket;
        }

        @Override
        public SSLSocketFactory tls() {
            return (SSLSocketFactory) SSLSocketFactory.getDefault();
        }
    }
}
