package moltbot.guardian.observe.knock;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// TLS as a stranger would speak it who does not care who answers: nothing secret is sent, and a certificate that is
/// wrong or self-signed must not hide a relay.
public final class Tls {
    private static final int HELLO_BYTES = 32 << 10;

    private Tls() {}

    private static final class Context {
        private static final SSLContext ANYBODY = make();

        private static SSLContext make() {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[] {new Anybody()}, null);
                return context;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("This Java has no TLS.", e);
            }
        }
    }

    /// Loads what the first handshake needs, which takes half a second on a small machine. Not at the start of the
    /// house:
    /// there everything is in a hurry.
    public static void prepare() {
        SSLEngine engine = Context.ANYBODY.createSSLEngine();
        engine.setUseClientMode(true);
        try {
            engine.wrap(ByteBuffer.allocate(0), ByteBuffer.allocate(HELLO_BYTES));
        } catch (SSLException e) {
            System.getLogger("watch").log(System.Logger.Level.DEBUG, "TLS could not be prepared.", e);
        }
    }

    /// The same connection with TLS on it; the handshake is done.
    ///
    /// @param host  named to the server where it is a name
    public static Socket over(Socket socket, String host, int patienceMillis)
            throws IOException, GeneralSecurityException {
        socket.setSoTimeout(patienceMillis);
        SSLSocket tls =
                (SSLSocket) Context.ANYBODY.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
        if (named(host)) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name(host))));
            tls.setSSLParameters(parameters);
        }
        tls.startHandshake();
        return tls;
    }

    /// True for a host that has a name, which alone is said in a handshake (RFC 6066).
    static boolean named(String host) {
        return name(host).matches("[a-z0-9.-]*[a-z][a-z0-9.-]*");
    }

    private static String name(String host) {
        return host.replaceFirst(":[0-9]+$", "");
    }

    /// Takes every certificate.
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
