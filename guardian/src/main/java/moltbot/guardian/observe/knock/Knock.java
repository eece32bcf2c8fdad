package moltbot.guardian.observe.knock;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import moltbot.guardian.fact.Endpoint;

/// Asks one listener of another program for a page, as any stranger could, in a way that harms nothing that is no web
/// server: waits for it to speak first, and then sends one short request. Only what answers like a web server is asked
/// by the other names too. Nothing is learnt from the answer itself, for a relay can change it: whether the request
/// arrived at our breaker is the breaker's to say.
public final class Knock {
    private static final int CONNECT_MILLIS = 1_000;
    private static final int BANNER_MILLIS = 200;
    private static final int SLOW_BANNER_MILLIS = 1_000;
    private static final int ANSWER_MILLIS = 1_500;
    private static final int MAX_NAMES = 4;
    private static final Duration CONNECTION = Duration.ofSeconds(4);
    /// All of one listener's connections.
    private static final Duration WHOLE = Duration.ofSeconds(8);
    private static final Duration SETTLE = Duration.ofMillis(400);
    private static final Duration LINK = Duration.ofMillis(100);
    private static final Duration LOOK = Duration.ofMillis(5);

    /// Printers print what is sent there (AppSocket, LPD), so nothing ever is.
    static final Set<Integer> NEVER_WRITTEN = Set.of(515, 9100, 9101, 9102, 9103, 9104, 9105, 9106, 9107);
    /// Mail, shell, database and screen servers speak first; some think before they do.
    private static final Set<Integer> SPEAK_FIRST = Set.of(21, 22, 23, 25, 110, 143, 587, 3306, 5900, 6667);

    /// How a listener behaved.
    public enum Manner {
        /// It was not sent anything.
        UNTOUCHED,
        /// Nobody took the connection.
        REFUSED,
        /// It spoke first, as no web server does.
        SPOKE_FIRST,
        /// It took the request and closed the connection without an answer.
        BROKE_OFF,
        /// It answered by HTTP that whatever is behind it does not answer.
        NOTHING_BEHIND,
        /// It answered by HTTP.
        WEB,
        /// It answered something else.
        OTHER,
        /// It took the request and said nothing.
        SILENT
    }

    /// What came of asking.
    ///
    /// @param how  by which of the ways the mark arrived, or the last tried
    public record Outcome(boolean carried, Manner manner, String how) {}

    private final Endpoint target;
    private final String mark;
    private final Sight sight;
    private final long end = System.nanoTime() + WHOLE.toNanos();
    private String how = "";
    private boolean misdirected;
    /// Whoever behaved so is not asked by more names.
    private boolean enough;

    public Knock(Endpoint target, String mark, Sight sight) {
        this.target = target;
        this.mark = mark;
        this.sight = sight;
    }

    /// Asks by the listener's own address, and by these names too where it answers like a web server.
    ///
    /// @param names  what our breaker would answer to, beside the listener's own address
    public Outcome ask(List<String> names) {
        if (NEVER_WRITTEN.contains(target.port())) {
            return new Outcome(false, Manner.UNTOUCHED, "not asked: printers listen there");
        }
        Manner manner = ask(target.toString(), false, true);
        boolean tls = mayWantTls(manner) && !sight.seen();
        if (tls) {
            Manner sealed = sealed(names);
            tls = web(sealed);
            manner = tls ? sealed : manner;
        }
        for (String name : names.stream().limit(MAX_NAMES).toList()) {
            if (!sight.seen() && web(manner)) {
                manner = worse(manner, ask(name, tls, false));
            }
        }
        boolean carried = awaitSight(manner == Manner.SPOKE_FIRST || manner == Manner.REFUSED ? LINK : SETTLE);
        return new Outcome(carried, manner, how);
    }

    /// Whoever waits for TLS may break off, complain, or go on waiting.
    private boolean mayWantTls(Manner plain) {
        return misdirected || plain == Manner.OTHER || plain == Manner.BROKE_OFF || plain == Manner.SILENT;
    }

    private static boolean web(Manner manner) {
        return manner == Manner.WEB || manner == Manner.NOTHING_BEHIND;
    }

    /// By TLS: whoever chooses by the name in the handshake takes one without, or with another, for nobody's. What
    /// answers something that is no TLS, or nothing, is not asked again.
    private Manner sealed(List<String> names) {
        enough = false;
        Manner manner = ask(target.toString(), true, false);
        for (String name : names.stream().filter(Tls::named).limit(MAX_NAMES).toList()) {
            if (!sight.seen() && !enough && !web(manner)) {
                manner = ask(name, true, false);
            }
        }
        return manner;
    }

    private static Manner worse(Manner one, Manner other) {
        return other == Manner.NOTHING_BEHIND ? other : one;
    }

    private Manner ask(String host, boolean tls, boolean patient) {
        String way = (tls ? "https" : "http") + " to " + target + (host.equals(target.toString()) ? "" : " as " + host);
        long begun = System.nanoTime();
        long whole = Math.min(CONNECTION.toNanos(), end - begun);
        if (whole <= 0) {
            return Manner.SILENT;
        }
        try (Socket socket = new TimedSocket(Duration.ofNanos(whole))) {
            socket.connect(LocalTarget.address(target), CONNECT_MILLIS);
            if (patient && speaksFirst(socket)) {
                how = way;
                return Manner.SPOKE_FIRST;
            }
            how = way;
            return tls ? talk(Tls.over(socket, host, ANSWER_MILLIS), host) : talk(socket, host);
        } catch (SocketTimeoutException e) {
            enough = true;
            return how.isEmpty() ? Manner.REFUSED : Manner.SILENT;
        } catch (IOException | GeneralSecurityException e) {
            boolean late = System.nanoTime() - begun >= whole;
            enough = late || (e instanceof SSLException && !(e instanceof SSLHandshakeException));
            return how.isEmpty() ? Manner.REFUSED : late ? Manner.SILENT : Manner.OTHER;
        }
    }

    private boolean speaksFirst(Socket socket) throws IOException {
        socket.setSoTimeout(SPEAK_FIRST.contains(target.port()) ? SLOW_BANNER_MILLIS : BANNER_MILLIS);
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private Manner talk(Socket socket, String host) throws IOException {
        String request = "GET /" + mark + " HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: " + mark
                + "\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        socket.setSoTimeout(ANSWER_MILLIS);
        String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
        awaitSight(head.startsWith("HTTP/") ? LINK : Duration.ZERO);
        if (!head.startsWith("HTTP/") || head.length() < 12) {
            return head.isEmpty() ? Manner.BROKE_OFF : Manner.OTHER;
        }
        misdirected = head.startsWith("421", 9);
        return switch (head.substring(9, 12)) {
            case "502", "503", "504" -> Manner.NOTHING_BEHIND;
            // What servers of TLS say to those who forget it. Ours says 421, as others may to a name that is not
            // theirs.
            case "400" -> Manner.OTHER;
            default -> Manner.WEB;
        };
    }

    private boolean awaitSight(Duration patience) {
        long start = System.nanoTime();
        while (!sight.seen() && System.nanoTime() - start < patience.toNanos()) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return sight.seen();
    }
}
