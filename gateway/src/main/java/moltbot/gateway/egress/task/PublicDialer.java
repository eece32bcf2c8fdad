package moltbot.gateway.egress.task;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import moltbot.gateway.egress.Addresses;

/// Connects to servers of the internet: a name is resolved once for each connection, every address it leads to is
/// judged, and the connection goes to one of those very addresses. A name of which any address is private, local,
/// reserved or a metadata server's is refused whole.
record PublicDialer(Names names) implements Dialer {
    private static final Duration CONNECT = Duration.ofSeconds(8);
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final int MOST_TRIED = 3;

    /// Who knows the addresses of a name.
    @FunctionalInterface
    interface Names {
        InetAddress[] lookUp(String host) throws UnknownHostException;
    }

    @Override
    public Socket connect(String host, int port) throws IOException {
        IOException failure = Refusal.upstream("Nobody answers at " + host + ".");
        for (InetAddress address : judged(host)) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port), (int) CONNECT.toMillis());
                socket.setSoTimeout((int) SILENCE.toMillis());
                socket.setTcpNoDelay(true);
                return socket;
            } catch (IOException e) {
                failure.addSuppressed(e);
                socket.close();
            }
        }
        throw failure;
    }

    /// The addresses a connection may go to.
    List<InetAddress> judged(String host) throws IOException {
        InetAddress[] found;
        try {
            found = names.lookUp(host);
        } catch (UnknownHostException e) {
            Refusal refusal = Refusal.upstream("The name " + host + " leads to no address that a task may ask.");
            refusal.initCause(e);
            throw refusal;
        }
        for (InetAddress address : found) {
            if (!Addresses.everybodys(address)) {
                throw Refusal.forbidden("The name " + host + " leads to an address that is not a server of the"
                        + " internet, so nothing was sent there.");
            }
        }
        return List.of(found).subList(0, Math.min(MOST_TRIED, found.length));
    }

    @Override
    public SSLSocketFactory tls() {
        return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }
}
