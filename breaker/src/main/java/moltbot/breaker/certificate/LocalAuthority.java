package moltbot.breaker.certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.file.AtomicFile;

/// A certificate authority of this house alone. Its key lies in `data/breaker/tls`, for this user only, and its own
/// certificate lets it speak for this house's names and no others, so that whoever steals it can pretend to be this
/// house and nobody else. Servers' keys are made anew each time, live a month, and are never on the disk.
final class LocalAuthority {
    static final Duration LEAF_LIFE = Duration.ofDays(30);
    static final Duration RENEWED_BEFORE = Duration.ofDays(10);
    private static final Duration LIFE = Duration.ofDays(5 * 365);
    /// Whoever installed it has to again, so not in the middle of a holiday.
    private static final Duration LEAST_LEFT = Duration.ofDays(60);

    private final Path folder;
    private final Names names;
    private final X509 maker;
    private final SecureRandom random = new SecureRandom();

    LocalAuthority(Path data, Names names) {
        this.folder = data.resolve("tls");
        this.names = names;
        this.maker = new X509(random);
    }

    /// A fresh key and certificate for this house.
    Credential issue(Instant now) {
        Credential authority = authority(now);
        KeyPair key = maker.newKey();
        X509Certificate leaf = maker.server(key.getPublic(), authority.leaf(), authority.key(), names, LEAF_LIFE, now);
        return new Credential(key.getPrivate(), List.of(leaf, authority.leaf()));
    }

    /// The one that is there, unless there is none, it ends soon, or it speaks for other names.
    private Credential authority(Instant now) {
        Path certificate = folder.resolve("ca.pem");
        Path key = folder.resolve("ca.key");
        if (Files.isRegularFile(certificate, LinkOption.NOFOLLOW_LINKS) && said().equals(names.spoken())) {
            X509Certificate there = Pem.certificates(certificate).getFirst();
            if (now.plus(LEAST_LEFT).isBefore(there.getNotAfter().toInstant())) {
                PrivateKey secret = Pem.key(key, there.getPublicKey());
                return new Credential(secret, List.of(there));
            }
        }
        return found(now, certificate, key);
    }

    private Credential found(Instant now, Path certificate, Path key) {
        KeyPair pair = maker.newKey();
        byte[] number = new byte[4];
        random.nextBytes(number);
        String name = "Local authority " + HexFormat.of().formatHex(number);
        X509Certificate made = maker.authority(pair, name, names, now, LIFE);
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            Files.deleteIfExists(certificate);
            AtomicFile.replace(
                    key, text(Pem.write("PRIVATE KEY", pair.getPrivate().getEncoded())));
            AtomicFile.replace(folder.resolve("names"), text(names.spoken()));
            AtomicFile.replace(certificate, text(Pem.write("CERTIFICATE", made.getEncoded())));
        } catch (IOException | java.security.cert.CertificateEncodingException e) {
            throw new ContractException(
                    Code.UNAVAILABLE, "The authority could not be kept in " + folder + ". Nothing was started.", e);
        }
        return new Credential(pair.getPrivate(), List.of(made));
    }

    private String said() {
        try {
            return Files.readString(folder.resolve("names"));
        } catch (IOException e) {
            return "";
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
