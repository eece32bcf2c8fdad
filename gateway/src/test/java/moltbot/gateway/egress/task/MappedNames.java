package moltbot.gateway.egress.task;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import moltbot.gateway.vault.Vault;

/// The network of tests with real servers: every name leads to a port of this machine, and one certificate is believed.
/// It is here and not in a setting, so that no owner can leave it on.
public final class MappedNames implements Dialer {
    private final Map<String, Integer> ports;
    private final SSLContext context;

    private MappedNames(Map<String, Integer> ports, Path certificate) {
        this.ports = Map.copyOf(ports);
        try (InputStream pem = Files.newInputStream(certificate)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Networks whose names lead to `ports`.
    public static TaskNetworks networks(
            Path folder, Vault vault, RequestLog log, Map<String, Integer> ports, Path certificate) {
        return new TaskNetworks(
                folder, new Injection(vault, vault.access()), log, () -> true, new MappedNames(ports, certificate));
    }

    @Override
    public Socket connect(String host, int port) throws IOException {
        Integer mapped = ports.get(host);
        if (mapped == null || port != 443) {
            throw Refusal.upstream("Nobody answers at " + host + ".");
        }
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), mapped);
        socket.setSoTimeout(30_000);
        return socket;
    }

    @Override
    public SSLSocketFactory tls() {
        return context.getSocketFactory();
    }
}
