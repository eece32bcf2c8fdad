package moltbot.guardian.observe.panel;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.testing.Acceptor;

/// A panel on a real socket that does everything right on the wire but for its faults. Knows nothing of the breaker.
final class PanelStandIn implements AutoCloseable {
    /// What it does wrong.
    enum Fault {
        TAKES_ANY_COOKIE,
        TAKES_THE_TOKEN_UNDEFINED,
        CANARY_GETS_IN,
        KNOWS_NO_CANARY,
        BELIEVES_FORWARDED_FOR,
        BELIEVES_THE_USER_HEADER,
        LINKS_TO_THE_FORWARDED_HOST,
        ANSWERS_ANY_HOST,
        ANSWERS_A_TRAILING_DOT,
        ANSWERS_AN_ABSOLUTE_ADDRESS,
        LOOKS_AT_NO_ORIGIN,
        TAKES_ORIGIN_NULL,
        TAKES_A_PLAIN_FORM,
        LETS_OTHERS_READ,
        OPENS_WEBSOCKETS,
        TIDIES_PATHS,
        TAKES_TWO_KINDS_OF_LENGTH,
        UPGRADES_TO_HTTP2,
        NAMES_ITS_SERVER,
        MAY_BE_FRAMED,
        NEVER_THROTTLES,
        IS_OPEN_AT_THE_MOMENT
    }

    private final ServerSocket socket;
    private final Acceptor acceptor;
    private final Set<Fault> faults = EnumSet.noneOf(Fault.class);
    private final String canary;
    private final AtomicInteger guesses = new AtomicInteger();
    final AtomicInteger asked = new AtomicInteger();
    final Set<String> guessedFrom = ConcurrentHashMap.newKeySet();

    PanelStandIn(String canary, Fault... faults) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")), canary, faults);
    }

    PanelStandIn(ServerSocket socket, String canary, Fault... faults) {
        this.socket = socket;
        this.canary = canary;
        this.faults.addAll(List.of(faults));
        acceptor = new Acceptor(socket, this::serve);
    }

    Endpoint endpoint() {
        return new Endpoint(IpAddress.of(socket.getInetAddress()), socket.getLocalPort());
    }

    void now(Fault... others) {
        faults.clear();
        faults.addAll(List.of(others));
    }

    private boolean has(Fault fault) {
        return faults.contains(fault);
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket one = socket.accept();
                Thread.ofVirtual().start(() -> answer(one));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answer(Socket one) {
        try (one) {
            asked.incrementAndGet();
            one.setSoTimeout(2000);
            InputStream in = one.getInputStream();
            StringBuilder head = new StringBuilder();
            int next;
            while (head.indexOf("\r\n\r\n") < 0 && (next = in.read()) >= 0) {
                head.append((char) next);
            }
            if (head.indexOf("POST /auth/sign-in") == 0) {
                guessedFrom.add(one.getInetAddress().getHostAddress());
            }
            one.getOutputStream().write(reply(head.toString(), in).getBytes(StandardCharsets.ISO_8859_1));
            one.shutdownOutput();
            in.skip(in.available());
        } catch (IOException e) {
            // The other end left, as strangers do.
            asked.get();
        }
    }

    private String reply(String head, InputStream in) throws IOException {
        if (!head.endsWith("\r\n\r\n") || head.charAt(0) < ' ') {
            return error(400);
        }
        String[] lines = head.strip().split("\r\n", 100);
        String[] line = lines[0].split(" ", 4);
        Map<String, String> headers = new LinkedHashMap<>();
        boolean ambiguous = false;
        for (String header : List.of(lines).subList(1, lines.length)) {
            int colon = header.indexOf(':');
            ambiguous |= header.startsWith(" ") || header.charAt(Math.max(colon - 1, 0)) == ' ';
            String name = header.substring(0, Math.max(colon, 0)).strip().toLowerCase(Locale.ROOT);
            ambiguous |=
                    headers.put(name, header.substring(colon + 1).strip()) != null && !name.equals("x-forwarded-for");
        }
        ambiguous |= !headers.getOrDefault("content-length", "0").matches("[0-9]+");
        if (headers.containsKey("content-length") && headers.containsKey("transfer-encoding")) {
            if (has(Fault.TAKES_TWO_KINDS_OF_LENGTH)) {
                return error(401) + error(404);
            }
            ambiguous = true;
        }
        if (ambiguous || line.length != 3) {
            return error(400);
        }
        if (!line[2].equals("HTTP/1.1")) {
            return error(505);
        }
        in.skipNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return judged(line[0], line[1], headers);
    }

    private String judged(String method, String target, Map<String, String> headers) {
        String path = target;
        String own = "127.0.0.1:" + socket.getLocalPort();
        String host = headers.getOrDefault("host", "");
        boolean absolute = target.startsWith("http://");
        boolean mayHost = host.equals(own)
                || (has(Fault.ANSWERS_ANY_HOST) && !host.isEmpty())
                || (has(Fault.ANSWERS_A_TRAILING_DOT) && host.replace(".:", ":").equals(own));
        if (absolute && has(Fault.ANSWERS_AN_ABSOLUTE_ADDRESS)) {
            return error(401);
        }
        if (!mayHost || absolute) {
            return error(421);
        }
        if (headers.containsKey("upgrade")) {
            return upgrade(headers.get("upgrade"));
        }
        if (has(Fault.TIDIES_PATHS) && path.contains("..")) {
            path = "/sign-in";
        } else if (path.matches(".*(//|;|%|/\\.).*")) {
            return error(404);
        }
        if (has(Fault.IS_OPEN_AT_THE_MOMENT)) {
            return page(503, "ask on the host: ./moltbot doctor");
        }
        if (!method.matches("GET|POST")) {
            return error(405);
        }
        return method.equals("POST") ? post(path, own, headers) : get(path, host, headers);
    }

    private String upgrade(String protocol) {
        boolean opens = protocol.equals("websocket") ? has(Fault.OPENS_WEBSOCKETS) : has(Fault.UPGRADES_TO_HTTP2);
        return opens
                ? "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: " + protocol + "\r\n\r\n"
                : error(403);
    }

    private String post(String path, String own, Map<String, String> headers) {
        String origin = headers.getOrDefault("origin", "");
        boolean ours = origin.equals("http://" + own) && !headers.containsKey("sec-fetch-site");
        if (!ours && !has(Fault.LOOKS_AT_NO_ORIGIN) && !(has(Fault.TAKES_ORIGIN_NULL) && origin.equals("null"))) {
            return has(Fault.LETS_OTHERS_READ) ? error(403, "Access-Control-Allow-Origin: " + origin) : error(403);
        }
        if (!headers.getOrDefault("content-type", "").equals("application/json") && !has(Fault.TAKES_A_PLAIN_FORM)) {
            return error(403);
        }
        if (!path.equals("/auth/sign-in")) {
            return error(401);
        }
        if (Integer.parseInt(headers.getOrDefault("content-length", "0")) < 5) {
            return error(400);
        }
        return guesses.incrementAndGet() > 5 && !has(Fault.NEVER_THROTTLES) ? error(429) : error(401);
    }

    private String get(String path, String host, Map<String, String> headers) {
        if (path.equals("/sign-in")) {
            return page(200, "<form>");
        }
        if (path.equals("/favicon.ico")) {
            return error(404);
        }
        if (letIn(headers)) {
            return page(200, "{\"chats\":[]}");
        }
        String auth = headers.getOrDefault("authorization", "");
        if (auth.equals("Bearer " + canary) && !has(Fault.KNOWS_NO_CANARY)) {
            return has(Fault.CANARY_GETS_IN) ? page(200, "{}") : error(403);
        }
        String to = has(Fault.LINKS_TO_THE_FORWARDED_HOST) ? headers.getOrDefault("x-forwarded-host", host) : host;
        return path.startsWith("/api/")
                ? error(401)
                : error(303, "Location: " + (to.equals(host) ? "/sign-in" : "http://" + to + "/sign-in"));
    }

    private boolean letIn(Map<String, String> headers) {
        if (has(Fault.TAKES_ANY_COOKIE) && headers.containsKey("cookie")) {
            return true;
        }
        if (has(Fault.TAKES_THE_TOKEN_UNDEFINED)
                && headers.getOrDefault("authorization", "").equals("Bearer undefined")) {
            return true;
        }
        if (has(Fault.BELIEVES_FORWARDED_FOR)
                && headers.getOrDefault("x-forwarded-for", "").startsWith("127.0.0.1")) {
            return true;
        }
        return has(Fault.BELIEVES_THE_USER_HEADER) && headers.containsKey("remote-user");
    }

    private String error(int status, String... more) {
        return page(status, "", more);
    }

    private String page(int status, String body, String... more) {
        return "HTTP/1.1 " + status + " Said\r\nDate: " + System.nanoTime() + "\r\n"
                + (has(Fault.NAMES_ITS_SERVER) ? "Server: panel/1.2.3\r\n" : "")
                + "X-Robots-Tag: noindex\r\nX-Content-Type-Options: nosniff\r\nContent-Security-Policy: default-src 'none'"
                + (has(Fault.MAY_BE_FRAMED) ? "" : "; frame-ancestors 'none'") + "\r\n"
                + (more.length == 0 ? "" : String.join("\r\n", more) + "\r\n")
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Override
    public void close() throws IOException {
        acceptor.close();
    }
}
