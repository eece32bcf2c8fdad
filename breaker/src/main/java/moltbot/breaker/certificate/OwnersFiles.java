package moltbot.breaker.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;

/// The certificate the owner brings, in two PEM files that somebody else renews.
record OwnersFiles(Path certificate, Path key, Names names) {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    /// Reads and judges both; every refusal says what to do.
    Credential read(Instant now) {
        checkMode();
        List<X509Certificate> chain = Pem.certificates(certificate);
        X509Certificate leaf = chain.getFirst();
        if (now.isAfter(leaf.getNotAfter().toInstant())) {
            throw ContractException.malformed("The certificate " + certificate + " ended at "
                    + leaf.getNotAfter().toInstant() + ". Renew it; every browser would refuse it.");
        }
        if (now.isBefore(leaf.getNotBefore().toInstant())) {
            throw ContractException.malformed("The certificate " + certificate + " begins only at "
                    + leaf.getNotBefore().toInstant() + ". Look at this machine's clock.");
        }
        if (!names.coveredBy(leaf)) {
            throw ContractException.malformed("The certificate " + certificate + " speaks for none of the names people"
                    + " type here (" + names.spoken()
                    + "). Set 'public-origin' to https:// and a name that is in it, or"
                    + " get one for these.");
        }
        return new Credential(Pem.key(key, leaf.getPublicKey()), chain);
    }

    private void checkMode() {
        try {
            Set<PosixFilePermission> mode = EnumSet.copyOf(Files.getPosixFilePermissions(key));
            mode.retainAll(OTHERS);
            if (!mode.isEmpty()) {
                throw ContractException.malformed("The key " + key
                        + " can be read or changed by other users of this machine: chmod 600 it, and if it has lain"
                        + " open for long, get a new one.");
            }
        } catch (IOException e) {
            throw new ContractException(Code.UNAVAILABLE, "The key " + key + " cannot be looked at.", e);
        }
    }

    /// Changes with the files; a link that is pointed elsewhere is a change too.
    String mark() {
        try {
            return Files.getLastModifiedTime(certificate) + " " + Files.size(certificate) + " "
                    + Files.getLastModifiedTime(key) + " " + certificate.toRealPath();
        } catch (IOException e) {
            return "";
        }
    }
}
