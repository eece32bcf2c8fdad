package moltbot.guardian.observe.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A key and a certificate that nobody has reason to trust.
final class Certificates {
    private Certificates() {}

    /// Key and certificate in one PEM file, made by openssl.
    static Path selfSigned(Path folder) throws IOException, InterruptedException {
        Path key = folder.resolve("key.pem");
        Path certificate = folder.resolve("certificate.pem");
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-subj",
                        "/CN=nobody.example",
                        "-days",
                        "2",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(openssl.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (openssl.waitFor() != 0) {
            throw new IOException("openssl: " + said);
        }
        return Files.writeString(folder.resolve("both.pem"), Files.readString(key) + Files.readString(certificate));
    }
}
