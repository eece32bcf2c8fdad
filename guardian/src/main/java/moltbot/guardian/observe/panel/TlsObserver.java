package moltbot.guardian.observe.panel;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.panel.Secured;

/// Looks at the TLS of every place of the panel that speaks it: the certificate it shows, and whether it still speaks
/// the versions that RFC 8996 ended.
public final class TlsObserver {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Supplier<Set<Endpoint>> targets;
    private final Function<Endpoint, Site> sites;
    private final Clock clock;

    TlsObserver(Supplier<Set<Endpoint>> targets, Function<Endpoint, Site> sites, Clock clock) {
        this.targets = targets;
        this.sites = sites;
        this.clock = clock;
    }

    /// Looks now.
    public Observation<List<Secured>> observe() {
        List<Secured> secured = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (Endpoint place : targets.get()) {
            if (sites.apply(place).tls()) {
                try {
                    secured.add(look(place));
                } catch (ConnectException e) {
                    continue;
                } catch (IOException | CertificateParsingException e) {
                    failed.add(place + ": " + e.getMessage());
                }
            }
        }
        return failed.isEmpty()
                ? new Observation.Seen<>(secured)
                : new Observation.Partial<>(secured, "The certificate could not be seen at " + failed);
    }

    private Secured look(Endpoint place) throws IOException, CertificateParsingException {
        try (Socket plain = new Socket()) {
            new Wire(PATIENCE).connect(plain, place);
            try (SSLSocket socket = Trusting.over(plain, place)) {
                X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
                return new Secured(
                        place,
                        names(shown),
                        shown.getNotBefore().toInstant(),
                        shown.getNotAfter().toInstant(),
                        clock.instant(),
                        outdated(place));
            }
        }
    }

    private static List<String> names(X509Certificate shown) throws CertificateParsingException {
        List<String> names = new ArrayList<>();
        Collection<List<?>> alternatives = shown.getSubjectAlternativeNames();
        for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
            if (name.size() == 2 && name.get(1) instanceof String text) {
                names.add(text);
            }
        }
        return names;
    }

    private static List<String> outdated(Endpoint place) {
        List<String> outdated = new ArrayList<>();
        if (Hello.chosen(place, Hello.TLS_1_0).orElse(Hello.TLS_1_2) <= Hello.TLS_1_0) {
            outdated.add("TLS 1.0");
        }
        if (Hello.chosen(place, Hello.TLS_1_1).orElse(Hello.TLS_1_2) == Hello.TLS_1_1) {
            outdated.add("TLS 1.1");
        }
        return outdated;
    }
}
