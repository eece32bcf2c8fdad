package moltbot.gateway.egress.authority;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/// A certificate authority for one task (RFC 5280, on P-256). It can speak for the task's hosts and no others, its keys
/// and its servers' keys are in memory only, and nobody outside the task's sandbox trusts it.
public final class TaskAuthority {
    private static final Duration LIFE = Duration.ofDays(1);
    private static final Duration EARLIER = Duration.ofHours(1);
    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
    private static final byte[] MAY_SIGN_CERTIFICATES = {4};
    private static final byte[] MAY_SIGN = {(byte) 0x80};
    private static final int DNS_NAME = 0x82;
    private static final String PIN = "pin-sha256=";

    private final SecureRandom random = new SecureRandom();
    private final KeyPair key = newKey();
    private final byte[] name = distinguished("Moltbot task authority " + new BigInteger(64, random).toString(16));
    private final Instant now;
    private final X509Certificate certificate;
    private final Map<String, SSLContext> servers = new ConcurrentHashMap<>();

    /// An authority that can speak for `hosts` and what is below them.
    public TaskAuthority(Collection<String> hosts, Instant now) {
        this.now = now;
        byte[][] permitted =
                hosts.stream().map(host -> Der.sequence(dnsName(host))).toArray(byte[][]::new);
        this.certificate = made(
                name,
                name,
                key.getPublic(),
                extension("2.5.29.19", Der.sequence(Der.yes(), Der.integer(BigInteger.ZERO))),
                extension("2.5.29.15", Der.bits(2, MAY_SIGN_CERTIFICATES)),
                extension("2.5.29.30", Der.sequence(Der.tagged(0xa0, permitted))),
                optional("2.5.29.14", Der.octets(id(key.getPublic()))));
    }

    /// The authority's own certificate. Before it, as text that readers of PEM pass over (RFC 7468, section 2), what a
    /// browser knows its key by: SHA-256 over the public key as RFC 7469 has it.
    public String pem() {
        try {
            return PIN + pin() + "\n-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A certificate of our own cannot be written.", e);
        }
    }

    private String pin() throws GeneralSecurityException {
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(key.getPublic().getEncoded());
        return Base64.getEncoder().encodeToString(digest);
    }

    /// The same, as an object.
    public X509Certificate certificate() {
        return certificate;
    }

    /// TLS as that host, for this task only.
    public SSLContext server(String host) {
        return servers.computeIfAbsent(host, this::newServer);
    }

    private SSLContext newServer(String host) {
        KeyPair pair = newKey();
        X509Certificate leaf = made(
                name,
                distinguished("sandbox"),
                pair.getPublic(),
                extension("2.5.29.19", Der.sequence()),
                extension("2.5.29.15", Der.bits(7, MAY_SIGN)),
                optional("2.5.29.37", Der.sequence(Der.oid("1.3.6.1.5.5.7.3.1"))),
                optional("2.5.29.17", Der.sequence(dnsName(host))),
                optional("2.5.29.14", Der.octets(id(pair.getPublic()))),
                optional("2.5.29.35", Der.sequence(Der.tagged(0x80, id(key.getPublic())))));
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManager keys = new OneKey(pair.getPrivate(), leaf, certificate);
            context.init(new KeyManager[] {keys}, null, random);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has TLS.", e);
        }
    }

    private KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has P-256.", e);
        }
    }

    private X509Certificate made(byte[] issuer, byte[] subject, PublicKey of, byte[]... extensions) {
        byte[] content = Der.sequence(
                Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(126, random).add(BigInteger.ONE)),
                ECDSA_WITH_SHA256,
                issuer,
                Der.sequence(Der.time(now.minus(EARLIER)), Der.time(now.plus(LIFE))),
                subject,
                of.getEncoded(),
                Der.tagged(0xa3, Der.sequence(extensions)));
        try {
            byte[] whole = Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(0, signed(content, key.getPrivate())));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A certificate could not be made.", e);
        }
    }

    private static byte[] signed(byte[] content, PrivateKey by) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(by);
        signature.update(content);
        return signature.sign();
    }

    private static byte[] extension(String oid, byte[] value) {
        return Der.sequence(Der.oid(oid), Der.yes(), Der.octets(value));
    }

    private static byte[] optional(String oid, byte[] value) {
        return Der.sequence(Der.oid(oid), Der.octets(value));
    }

    private static byte[] dnsName(String host) {
        return Der.tagged(DNS_NAME, host.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] distinguished(String commonName) {
        return Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.utf8(commonName))));
    }

    private static byte[] id(PublicKey of) {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(of.getEncoded()), 20);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
