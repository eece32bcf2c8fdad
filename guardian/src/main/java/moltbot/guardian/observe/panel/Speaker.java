package moltbot.guardian.observe.panel;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.panel.Reply;

/// Asks with TLS or without. Whatever certificate comes is taken here: whether it is the right one is T1's question,
/// and what stands behind a wrong one must be asked all the same.
final class Speaker {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Wire wire = new Wire(PATIENCE);

    Reply ask(Endpoint target, boolean tls, byte[] request) {
        return tls ? secured(target, request) : wire.ask(target, request);
    }

    Reply askFrom(InetAddress from, Endpoint target, boolean tls, byte[] request) {
        return tls ? secured(target, request) : wire.ask(target, request, Optional.of(from));
    }

    private Reply secured(Endpoint target, byte[] request) {
        try (Socket plain = new Socket()) {
            wire.connect(plain, target);
            try (SSLSocket socket = Trusting.over(plain, target)) {
                return wire.exchange(socket, request);
            }
        } catch (ConnectException | NoRouteToHostException e) {
            return new Reply.NotThere();
        } catch (SocketTimeoutException e) {
            return new Reply.Silent();
        } catch (IOException e) {
            return new Reply.Closed();
        }
    }
}
