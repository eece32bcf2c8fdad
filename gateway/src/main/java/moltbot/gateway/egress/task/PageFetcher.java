package moltbot.gateway.egress.task;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.sandbox.NetworkRule;
import moltbot.contract.web.WebFetch;
import moltbot.gateway.egress.task.Head.Field;

/// Gets pages of the web: no cookies, no keys, nothing of the owner's but the address. Each hop of a redirect is a new
/// connection, its name resolved once and every address judged anew. Safe for use by several threads.
public final class PageFetcher implements AutoCloseable {
    /// Most of a page that is read.
    public static final int MOST_BYTES = 2 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_HOPS = 6;
    private static final List<Field> FIELDS = List.of(
            new Field("accept", "text/html, text/plain, application/json, application/xml;q=0.9, text/*;q=0.8"),
            new Field("accept-encoding", "identity"),
            new Field("user-agent", "Mozilla/5.0 (compatible; Moltbot)"));

    /// A page.
    ///
    /// @param url   where it was in the end
    /// @param type  the content type, as the server says it
    /// @param cut   true where there is more of it
    public record Page(int status, String url, String type, byte[] body, boolean cut) {}

    private final Dialer dialer;
    private final Duration patience;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("page-timer").daemon().factory());

    public PageFetcher() {
        this(new PublicDialer(InetAddress::getAllByName), PATIENCE);
    }

    PageFetcher(Dialer dialer, Duration patience) {
        this.dialer = dialer;
        this.patience = patience;
        timer.setRemoveOnCancelPolicy(true);
    }

    /// Gets a page; interrupt to give up.
    ///
    /// Fails as [Code#REFUSED] `no-page` with a sentence for the model, and as [Code#TIMEOUT].
    ///
    /// @param hop  told of each request before it is sent
    public Page fetch(WebFetch wanted, Consumer<WebFetch> hop) {
        ConcurrentLinkedQueue<Closeable> open = new ConcurrentLinkedQueue<>();
        AtomicBoolean late = new AtomicBoolean();
        var alarm = timer.schedule(
                () -> {
                    late.set(true);
                    open.forEach(PageFetcher::end);
                },
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return follow(wanted, hop, open);
        } catch (IOException e) {
            if (late.get()) {
                throw new ContractException(
                        Code.TIMEOUT, "The page did not come within " + patience.toSeconds() + " seconds.", e);
            }
            throw noPage(e instanceof Refusal refusal ? refusal.why() : "The connection failed.", e);
        } finally {
            alarm.cancel(false);
            open.forEach(PageFetcher::end);
        }
    }

    private Page follow(WebFetch wanted, Consumer<WebFetch> hop, ConcurrentLinkedQueue<Closeable> open)
            throws IOException {
        WebFetch at = wanted;
        for (int hops = 0; hops < MOST_HOPS; hops++) {
            hop.accept(at);
            NetworkRule place = new NetworkRule(at.origin(), new TreeSet<>(List.of("GET")), "/", "");
            try (Upstream server = Upstream.open(dialer, place, open::add)) {
                String host = at.origin().substring(at.origin().indexOf("//") + 2);
                server.begin("GET", at.target(), host, FIELDS, Framing.NONE);
                Head head = server.answer(Framing.NONE);
                int status = Upstream.status(head);
                List<String> location = head.all("location");
                if (status < 300 || status >= 400 || location.isEmpty()) {
                    return page(status, at.url(), head, server);
                }
                at = next(at, location.getFirst());
            }
        }
        throw Refusal.upstream("The page leads on and on to others.");
    }

    private static WebFetch next(WebFetch from, String location) throws Refusal {
        try {
            String to = WebFetch.canonical(
                    URI.create(from.url()).resolve(location.strip()).toString());
            if (from.url().startsWith("https:") && to.startsWith("http:")) {
                throw Refusal.upstream("The page leads from https to plain http, where anybody could write it.");
            }
            WebFetch next = new WebFetch(to, from.way());
            if (from.way() == WebFetch.Way.COMPOSED && !next.origin().equals(from.origin())) {
                throw Refusal.upstream(
                        "The page leads to another place, and only " + from.origin() + " was asked for.");
            }
            return next;
        } catch (ContractException | IllegalArgumentException e) {
            Refusal refusal = Refusal.upstream("The page leads to a place that is no page.");
            refusal.initCause(e);
            throw refusal;
        }
    }

    private static Page page(int status, String url, Head head, Upstream server) throws IOException {
        List<String> types = head.all("content-type");
        String type = types.isEmpty() ? "text/plain" : types.getFirst();
        if (!readable(type)) {
            throw Refusal.upstream("It is no text but '" + printable(type) + "'.");
        }
        if (head.all("content-encoding").stream().anyMatch(coding -> !coding.equalsIgnoreCase("identity"))) {
            throw Refusal.upstream("The server sends it compressed, though it was asked not to.");
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean cut = false;
        if (status != 204 && status != 304) {
            try {
                server.body(head.framing(Framing.UNTIL_CLOSE), (bytes, offset, length) -> {
                    body.write(bytes, offset, Math.min(length, MOST_BYTES - body.size()));
                    if (body.size() == MOST_BYTES) {
                        throw new Enough();
                    }
                });
            } catch (Enough e) {
                cut = true;
            }
        }
        return new Page(status, url, printable(type), body.toByteArray(), cut);
    }

    /// More than is read.
    private static final class Enough extends IOException {
        private static final long serialVersionUID = 1;
    }

    private static boolean readable(String type) {
        String kind = type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
        return kind.startsWith("text/")
                || kind.equals("application/json")
                || kind.equals("application/xml")
                || kind.equals("application/xhtml+xml")
                || kind.endsWith("+json")
                || kind.endsWith("+xml");
    }

    private static String printable(String type) {
        String plain = type.replaceAll("[^A-Za-z0-9/+.;= _-]", "");
        return plain.length() <= 60 ? plain : plain.substring(0, 60);
    }

    private static ContractException noPage(String why, Throwable cause) {
        ContractException refusal = ContractException.refused("no-page", why);
        refusal.initCause(cause);
        return refusal;
    }

    private static void end(Closeable connection) {
        try {
            connection.close();
        } catch (IOException e) {
            System.getLogger("web").log(System.Logger.Level.DEBUG, "A connection would not close.", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
