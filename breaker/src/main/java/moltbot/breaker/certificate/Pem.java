package moltbot.breaker.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;

/// Text around DER (RFC 7468): certificates, and keys as PKCS #8.
final class Pem {
    private static final int MAX_BYTES = 256 << 10;
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private Pem() {}

    static byte[] read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw ContractException.malformed(file + " is far too large for a certificate or a key.");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ContractException(
                    Code.UNAVAILABLE,
                    file + " cannot be read ("
                            + e.getClass().getSimpleName()
                            + "). The breaker reads it as the user that runs Moltbot. Nothing was started.",
                    e);
        }
    }

    static List<X509Certificate> certificates(Path file) {
        try {
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate one : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(read(file)))) {
                chain.add((X509Certificate) one);
            }
            if (!chain.isEmpty()) {
                return chain;
            }
        } catch (CertificateException e) {
            throw new ContractException(Code.MALFORMED, file + " holds no certificate in PEM form.", e);
        }
        throw ContractException.malformed(file + " holds no certificate in PEM form.");
    }

    /// The key that belongs to `owner`; another one is refused.
    static PrivateKey key(Path file, PublicKey owner) {
        Matcher found = KEY.matcher(new String(read(file), StandardCharsets.ISO_8859_1));
        if (!found.find()) {
            throw ContractException.malformed(file + " holds no unencrypted key in PKCS #8 form ('BEGIN PRIVATE KEY')."
                    + " Convert it: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(found.group(1));
            PrivateKey key = KeyFactory.getInstance(owner.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
            if (belongs(key, owner)) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new ContractException(Code.MALFORMED, file + " is not the key of that certificate.", e);
        }
        throw ContractException.malformed(file + " is not the key of that certificate.");
    }

    private static boolean belongs(PrivateKey key, PublicKey owner) throws GeneralSecurityException {
        String algorithm = switch (owner.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> owner.getAlgorithm();
        };
        byte[] sample = new byte[32];
        new SecureRandom().nextBytes(sample);
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(sample);
        byte[] signed = signature.sign();
        signature.initVerify(owner);
        signature.update(sample);
        return signature.verify(signed);
    }

    static String write(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n";
    }
}
