package moltbot.gateway.egress.task;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import moltbot.contract.sandbox.NetworkRule;
import moltbot.gateway.egress.task.Injection.Filled;
import org.jspecify.annotations.Nullable;

/// One connection from a sandbox: plain requests to a proxy, or a tunnel whose TLS ends here. Every request is judged
/// and written down before anything of it is sent, also where an earlier one on the same connection was let through.
/// Used by one thread.
final class Conversation {
    private final TaskNetwork network;
    private final Socket socket;
    private HttpReader in;
    private OutputStream out;
    private String asked = "a request that could not be read";

    Conversation(TaskNetwork network, Socket socket) throws IOException {
        this.network = network;
        this.socket = socket;
        this.in = new HttpReader(socket.getInputStream());
        this.out = new BufferedOutputStream(socket.getOutputStream(), 16 << 10);
    }

    /// Serves to the end of the connection.
    void run() throws IOException {
        try {
            @Nullable Head head = in.head();
            if (head == null) {
                return;
            }
            if (Request.line(head)[0].equals("CONNECT")) {
                tunnel(head);
                return;
            }
            while (head != null && passOn(Request.absolute(head))) {
                asked = "a request that could not be read";
                head = in.head();
            }
        } catch (Refusal e) {
            refuse(e);
        }
    }

    private void tunnel(Head head) throws IOException {
        asked = "CONNECT " + bounded(Request.line(head)[1]);
        String origin = Request.tunnel(head);
        network.rules().requireOrigin(origin);
        network.requirePermission();
        out.write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        String host = origin.substring("https://".length()).replaceFirst(":.*", "");
        InputStream rest = in.rest();
        try (SSLSocket secure =
                (SSLSocket) network.authority().server(host).getSocketFactory().createSocket(socket, rest, true)) {
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setSNIMatchers(List.of(SNIHostName.createSNIMatcher(Pattern.quote(host))));
            parameters.setApplicationProtocols(new String[] {"http/1.1"});
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            secure.setUseClientMode(false);
            secure.setSSLParameters(parameters);
            handshake(secure);
            in = new HttpReader(secure.getInputStream());
            out = new BufferedOutputStream(secure.getOutputStream(), 16 << 10);
            inside(origin);
        }
    }

    /// What fails here cannot be answered in HTTP any more.
    private void handshake(SSLSocket secure) throws IOException {
        try {
            secure.startHandshake();
        } catch (SSLException e) {
            network.refused(
                    asked,
                    "TLS in the tunnel did not begin: the program names another host, or does not trust the task's"
                            + " own authority.");
            throw e;
        }
    }

    private void inside(String origin) throws IOException {
        try {
            @Nullable Head head = in.head();
            while (head != null && passOn(Request.inside(origin, head))) {
                asked = "a request that could not be read";
                head = in.head();
            }
        } catch (Refusal e) {
            refuse(e);
        }
    }

    /// @return true if another request may follow
    private boolean passOn(Request request) throws IOException {
        asked = request.describe();
        NetworkRule rule = network.rules().judge(request.method(), request.origin(), request.target());
        Framing framing = request.head().framing(Framing.NONE);
        Filled filled = network.injection().fill(rule, request.head().forwarded());
        network.permitted(request, rule, filled);
        if (framing.kind() != Framing.Kind.NONE
                && request.head().all("expect").stream().anyMatch(value -> value.equalsIgnoreCase("100-continue"))) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        try (Upstream upstream = Upstream.open(network.dialer(), rule, network::keep)) {
            String authority = rule.origin().substring(rule.origin().indexOf("//") + 2);
            network.budget().spend(request.target().length() + 64L);
            upstream.begin(request.method(), request.target(), authority, filled.fields(), framing);
            in.body(framing, (bytes, offset, length) -> {
                network.budget().spend(length);
                upstream.send(framing, bytes, offset, length);
            });
            return answer(request, filled, upstream, upstream.answer(framing));
        } catch (SSLException e) {
            Refusal refusal =
                    Refusal.upstream("TLS with " + rule.host() + " failed: it could not prove to be that server.");
            refusal.initCause(e);
            throw refusal;
        }
    }

    private boolean answer(Request request, Filled filled, Upstream upstream, Head head) throws IOException {
        int status = Upstream.status(head);
        boolean empty = request.method().equals("HEAD") || status == 204 || status == 304;
        Framing framing = head.framing(Framing.UNTIL_CLOSE);
        EchoGuard.check(filled.needles(), head);
        if (filled.injected()
                && !head.all("content-encoding").stream().allMatch(coding -> coding.equalsIgnoreCase("identity"))) {
            throw Refusal.upstream(
                    "The answer is packed, so it cannot be seen whether it holds the key that was sent.");
        }
        StringBuilder start = new StringBuilder(512)
                .append("HTTP/1.1 ")
                .append(head.start().substring(9))
                .append("\r\n");
        if (empty && framing.kind() == Framing.Kind.UNTIL_CLOSE) {
            Upstream.writeFields(start, head.forwarded(), Framing.NONE);
        } else {
            Upstream.writeFields(start, head.forwarded(), framing);
        }
        network.budget().spend(start.length());
        out.write(start.toString().getBytes(StandardCharsets.ISO_8859_1));
        if (!empty) {
            // From here on a failure can only be shown by the end of the connection.
            passBody(framing, filled, upstream);
        }
        out.flush();
        return request.head().all("connection").stream().noneMatch(value -> value.equalsIgnoreCase("close"));
    }

    private void passBody(Framing framing, Filled filled, Upstream upstream) throws IOException {
        EchoGuard guard = new EchoGuard(
                filled.needles(), (bytes, offset, length) -> Upstream.write(out, framing, bytes, offset, length));
        try {
            upstream.body(framing, (bytes, offset, length) -> {
                network.budget().spend(length);
                guard.take(bytes, offset, length);
                out.flush();
            });
            guard.end();
            Upstream.end(out, framing);
        } catch (Refusal e) {
            network.refused(asked, e.why());
            throw new IOException("An answer was cut off.", e);
        }
    }

    private void refuse(Refusal refusal) throws IOException {
        if (!network.refused(asked, refusal.why())) {
            return;
        }
        String text = "Refused by Moltbot's egress: " + asked + "\n" + refusal.why() + "\nThis task may ask: "
                + network.rules().describe() + "\nFor more, ask for it in the network rules of the command.\n";
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        // Programs show this line of a refused tunnel, and nothing else of it.
        String reason = refusal.status() + " " + refusal.why().replaceAll("[^ -~]", "");
        out.write(("HTTP/1.1 " + reason + "\r\ncontent-type: text/plain; charset=utf-8\r\nconnection: close\r\n"
                        + "content-length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    private static String bounded(String text) {
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }
}
