package moltbot.gateway.egress.task;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import moltbot.contract.sandbox.NetworkRule;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.egress.task.Head.Field;
import org.jspecify.annotations.Nullable;

/// One request to one server and its answer, on a connection of its own: no answer can be taken for another's. Used by
/// one thread; closed from any.
final class Upstream implements Closeable {
    private static final int MAX_INTERIM = 8;

    private final Socket socket;
    private final OutputStream out;
    private final HttpReader in;

    private Upstream(Socket socket) throws IOException {
        this.socket = socket;
        this.out = new BufferedOutputStream(socket.getOutputStream(), 16 << 10);
        this.in = new HttpReader(socket.getInputStream());
    }

    /// Connects; for `https` the server must prove to be that host.
    ///
    /// @param keep  told of the bare connection before anything waits for it, so that it can be ended
    static Upstream open(Dialer dialer, NetworkRule rule, java.util.function.Consumer<Closeable> keep)
            throws IOException {
        return open(dialer, new Origin(rule.scheme(), rule.host(), rule.port()), keep);
    }

    static Upstream open(Dialer dialer, Origin origin, java.util.function.Consumer<Closeable> keep) throws IOException {
        Socket plain = dialer.connect(origin.host(), origin.port());
        try {
            keep.accept(plain);
            if (origin.scheme().equals("http")) {
                return new Upstream(plain);
            }
            SSLSocket secure = (SSLSocket) dialer.tls().createSocket(plain, origin.host(), origin.port(), true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setApplicationProtocols(new String[] {"http/1.1"});
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            secure.setSSLParameters(parameters);
            secure.startHandshake();
            return new Upstream(secure);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    void begin(String method, String target, String authority, List<Field> fields, Framing framing) throws IOException {
        StringBuilder head = new StringBuilder(512)
                .append(method)
                .append(' ')
                .append(target)
                .append(" HTTP/1.1\r\nhost: ")
                .append(authority)
                .append("\r\nconnection: close\r\n");
        writeFields(head, fields, framing);
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    static void writeFields(StringBuilder head, List<Field> fields, Framing framing) {
        for (Field field : fields) {
            head.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        if (framing.kind() == Framing.Kind.LENGTH) {
            head.append("content-length: ").append(framing.length()).append("\r\n");
        } else if (framing.kind() != Framing.Kind.NONE) {
            head.append("transfer-encoding: chunked\r\n");
        }
        head.append("\r\n");
    }

    /// A piece of the request's body.
    void send(Framing framing, byte[] bytes, int offset, int length) throws IOException {
        write(out, framing, bytes, offset, length);
    }

    static void write(OutputStream to, Framing framing, byte[] bytes, int offset, int length) throws IOException {
        boolean chunked = framing.kind() == Framing.Kind.CHUNKED || framing.kind() == Framing.Kind.UNTIL_CLOSE;
        if (chunked) {
            to.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        to.write(bytes, offset, length);
        if (chunked) {
            to.write('\r');
            to.write('\n');
        }
    }

    static void end(OutputStream to, Framing framing) throws IOException {
        if (framing.kind() == Framing.Kind.CHUNKED || framing.kind() == Framing.Kind.UNTIL_CLOSE) {
            to.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        to.flush();
    }

    /// The request is whole; waits for the head of its answer.
    Head answer(Framing framing) throws IOException {
        end(out, framing);
        for (int heads = 0; heads < MAX_INTERIM; heads++) {
            @Nullable Head head = in.head();
            if (head == null) {
                throw Refusal.upstream("The server closed the connection without an answer.");
            }
            int status = status(head);
            if (status == 101) {
                throw Refusal.upstream("The server wants another protocol, which is not passed on here.");
            }
            if (status >= 200) {
                return head;
            }
        }
        throw Refusal.upstream("The server never comes to its answer.");
    }

    static int status(Head head) throws Refusal {
        String start = head.start();
        boolean proper = start.length() >= 12
                && (start.startsWith("HTTP/1.1 ") || start.startsWith("HTTP/1.0 "))
                && start.substring(9, 12).chars().allMatch(c -> c >= '0' && c <= '9')
                && (start.length() == 12 || start.charAt(12) == ' ');
        if (!proper) {
            throw Refusal.upstream("The server's answer is not HTTP.");
        }
        return Integer.parseInt(start.substring(9, 12));
    }

    void body(Framing framing, HttpReader.Sink sink) throws IOException {
        in.body(framing, sink);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
