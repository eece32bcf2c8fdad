package moltbot.gateway.egress.task;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/// Opens connections to servers. There is one in the house, [PublicDialer]; tests have their own.
interface Dialer {
    /// A connection to that host, whose every read has a bound on its silence.
    Socket connect(String host, int port) throws IOException;

    /// Whom TLS believes.
    SSLSocketFactory tls();
}
