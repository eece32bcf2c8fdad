package moltbot.guardian.observe.network;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import moltbot.testing.SelfSigned;

/// A key and a certificate that nobody has reason to trust.
final class Certificates {
    private Certificates() {}

    /// For a server of this Java.
    static SSLContext server(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve("both.p12");
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "pkcs12",
                        "-export",
                        "-in",
                        SelfSigned.pem(folder).toString(),
                        "-out",
                        store.toString(),
                        "-passout",
                        "pass:changeit")
                .redirectErrorStream(true)
                .start();
        String said = new String(openssl.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (openssl.waitFor() != 0) {
            throw new IOException("openssl: " + said);
        }
        char[] password = "changeit".toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(KeyStore.getInstance(store.toFile(), password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
