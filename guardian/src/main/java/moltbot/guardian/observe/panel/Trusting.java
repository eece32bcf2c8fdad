package moltbot.guardian.observe.panel;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import moltbot.guardian.fact.Endpoint;

/// TLS that takes any certificate, for looking only: nothing secret is ever sent through it.
final class Trusting extends X509ExtendedTrustManager {
    private static final class Holder {
        private static final SSLContext CONTEXT = make();

        private static SSLContext make() {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[] {new Trusting()}, null);
                return context;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("This Java has no TLS.", e);
            }
        }
    }

    private Trusting() {}

    /// A handshake over this connection; it is closed with the other.
    static SSLSocket over(Socket plain, Endpoint target) throws IOException {
        SSLSocket socket = (SSLSocket) Holder.CONTEXT
                .getSocketFactory()
                .createSocket(plain, target.address().toString(), target.port(), true);
        socket.startHandshake();
        return socket;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
