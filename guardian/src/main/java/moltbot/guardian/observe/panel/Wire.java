package moltbot.guardian.observe.panel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.panel.Reply;

/// One connection: sends these bytes and no others, and takes what comes until the other end closes. Bounded in time
/// and size. No client library stands between, which would tidy what is meant to be untidy.
final class Wire {
    private static final int MOST_BYTES = 64 << 10;
    private static final int MOMENT_MILLIS = 250;

    private final Duration patience;

    Wire(Duration patience) {
        this.patience = patience;
    }

    /// Asks without TLS.
    Reply ask(Endpoint target, byte[] request) {
        return ask(target, request, Optional.empty());
    }

    /// Asks without TLS.
    ///
    /// @param from  the address of this machine to ask from, if it matters
    Reply ask(Endpoint target, byte[] request, Optional<InetAddress> from) {
        try (Socket socket = new Socket()) {
            if (from.isPresent()) {
                socket.bind(new InetSocketAddress(from.get(), 0));
            }
            connect(socket, target);
            return exchange(socket, request);
        } catch (ConnectException | NoRouteToHostException e) {
            return new Reply.NotThere();
        } catch (SocketTimeoutException e) {
            return new Reply.Silent();
        } catch (IOException e) {
            return new Reply.Closed();
        }
    }

    void connect(Socket socket, Endpoint target) throws IOException {
        socket.connect(
                new InetSocketAddress(target.address().toInetAddress(), target.port()), (int) patience.toMillis());
        socket.setSoTimeout((int) patience.toMillis());
    }

    Reply exchange(Socket socket, byte[] request) throws IOException {
        long start = System.nanoTime();
        socket.getOutputStream().write(request);
        socket.getOutputStream().flush();
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        boolean ended = read(socket, start, taken);
        return Replies.understand(taken.toString(StandardCharsets.ISO_8859_1), ended);
    }

    /// Reads to the end or a bound; true at the end, which is also where a whole answer is followed by nothing for a
    /// moment on a connection that stays.
    private boolean read(Socket socket, long start, ByteArrayOutputStream taken) {
        byte[] piece = new byte[4096];
        boolean whole = false;
        try {
            InputStream in = socket.getInputStream();
            while (taken.size() < MOST_BYTES && System.nanoTime() - start < patience.toNanos()) {
                int count = in.read(piece);
                if (count < 0) {
                    return true;
                }
                taken.write(piece, 0, count);
                if (!whole && Replies.whole(taken)) {
                    whole = true;
                    socket.setSoTimeout(MOMENT_MILLIS);
                }
            }
            return whole;
        } catch (SocketTimeoutException e) {
            return whole;
        } catch (IOException e) {
            return true;
        }
    }
}
