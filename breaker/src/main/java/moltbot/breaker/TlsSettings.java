package moltbot.breaker;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import moltbot.breaker.certificate.Certificates;
import moltbot.breaker.certificate.Names;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// Whose certificate the listener shows, if it speaks TLS at all.
///
/// @param certificate  the owner's, in PEM form; empty where there is none
/// @param key          its key
/// @param localCa      whether this house makes its own
record TlsSettings(String certificate, String key, boolean localCa) {
    static TlsSettings of(JsonObject json) {
        TlsSettings settings =
                new TlsSettings(json.textOr("certificate", ""), json.textOr("key", ""), json.flagOr("localCa", false));
        if (settings.certificate.isEmpty() != settings.key.isEmpty()) {
            throw ContractException.malformed(
                    "The settings 'tls.certificate' and 'tls.key' go together: name both files"
                            + " or neither. Nothing was started.");
        }
        if (settings.localCa && !settings.key.isEmpty()) {
            throw ContractException.malformed(
                    "Either a certificate of yours ('tls.certificate') or one this house makes"
                            + " ('tls.local-ca'), not both. Nothing was started.");
        }
        return settings;
    }

    boolean on() {
        return localCa || !certificate.isEmpty();
    }

    /// The certificates to show, read or made now.
    ///
    /// @param hooks  where else this house is called, which its own authority speaks for, too
    Optional<Certificates> certificates(
            Path data, InetAddress listen, String publicOrigin, Optional<HookSettings> hooks, Clock clock) {
        if (localCa) {
            Names panel = Names.of(listen, publicOrigin);
            Names all = hooks.map(own -> panel.and(Names.of(own.listen().getAddress(), own.url())))
                    .orElse(panel);
            return Optional.of(Certificates.ofLocalAuthority(data, all, clock));
        }
        return certificate.isEmpty()
                ? Optional.empty()
                : Optional.of(Certificates.ofFiles(Path.of(certificate), Path.of(key), listen, publicOrigin, clock));
    }
}
