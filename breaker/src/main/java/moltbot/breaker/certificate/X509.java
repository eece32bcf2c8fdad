package moltbot.breaker.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// Makes certificates (RFC 5280) on P-256, with as few parts as browsers take.
final class X509 {
    private static final int SERIAL_BITS = 127;
    /// Clocks of phones are not always right.
    private static final Duration EARLIER = Duration.ofHours(1);

    private final SecureRandom random;

    X509(SecureRandom random) {
        this.random = random;
    }

    KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has P-256.", e);
        }
    }

    /// An authority that can speak for `names` and for nothing else (RFC 5280 §4.2.1.10).
    X509Certificate authority(KeyPair key, String name, Names names, Instant now, Duration life) {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        return made(() -> {
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            GeneralSubtree[] permitted =
                    general(names, true).stream().map(GeneralSubtree::new).toArray(GeneralSubtree[]::new);
            extensions.addExtension(Extension.nameConstraints, true, new NameConstraints(permitted, null));
            X500Name own = new X500Name("CN=" + name);
            return sign(generator(own, own, key.getPublic(), now, life, extensions), key.getPrivate());
        });
    }

    /// A server's certificate for `names`. Its subject is empty, for the alternatives say it all.
    X509Certificate server(
            PublicKey key, X509Certificate issuer, PrivateKey by, Names names, Duration life, Instant now) {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        return made(() -> {
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            extensions.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            extensions.addExtension(
                    Extension.subjectAlternativeName,
                    true,
                    new GeneralNames(general(names, false).toArray(GeneralName[]::new)));
            X500Name issuing =
                    X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded());
            return sign(generator(issuing, new X500Name(""), key, now, life, extensions), by);
        });
    }

    private static List<GeneralName> general(Names names, boolean asRange) {
        List<GeneralName> all = new ArrayList<>();
        names.hosts().forEach(host -> all.add(new GeneralName(GeneralName.dNSName, host)));
        for (InetAddress address : names.addresses()) {
            byte[] bytes = address.getAddress();
            byte[] range = Arrays.copyOf(bytes, bytes.length * (asRange ? 2 : 1));
            Arrays.fill(range, bytes.length, range.length, (byte) 0xff);
            all.add(new GeneralName(GeneralName.iPAddress, new DEROctetString(range)));
        }
        return all;
    }

    private V3TBSCertificateGenerator generator(
            X500Name issuer, X500Name subject, PublicKey key, Instant now, Duration life, ExtensionsGenerator more) {
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE)));
        generator.setSignature(new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256));
        generator.setIssuer(issuer);
        generator.setSubject(subject);
        generator.setStartDate(new Time(Date.from(now.minus(EARLIER))));
        generator.setEndDate(new Time(Date.from(now.plus(life))));
        generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(key.getEncoded()));
        generator.setExtensions(more.generate());
        return generator;
    }

    private static X509Certificate sign(V3TBSCertificateGenerator generator, PrivateKey by)
            throws GeneralSecurityException, IOException {
        TBSCertificate content = generator.generateTBSCertificate();
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(by);
        signature.update(content.getEncoded("DER"));
        ASN1EncodableVector whole = new ASN1EncodableVector();
        whole.add(content);
        whole.add(new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256));
        whole.add(new DERBitString(signature.sign()));
        byte[] der = new DERSequence(whole).getEncoded("DER");
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    /// Something that makes a certificate.
    private interface Making {
        X509Certificate make() throws GeneralSecurityException, IOException;
    }

    private static X509Certificate made(Making making) {
        try {
            return making.make();
        } catch (GeneralSecurityException | IOException e) {
            throw new ContractException(Code.UNAVAILABLE, "A certificate could not be made.", e);
        }
    }
}
