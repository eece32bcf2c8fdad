package moltbot.breaker.certificate;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import moltbot.contract.ContractException;

/// The certificate in force, kept fresh: the owner's files are read again when they change, the local authority issues
/// anew in time. What cannot be renewed stays in force, and the log says so. Safe for use by several threads.
public final class Certificates implements AutoCloseable {
    static final Duration LOOK = Duration.ofSeconds(10);
    private static final System.Logger LOG = System.getLogger("certificates");
    private static final Duration WARN_BEFORE = Duration.ofDays(7);

    /// Where certificates come from.
    private interface Source {
        Credential make();

        /// True where another should be made instead of `current`.
        boolean due(Credential current);
    }

    private final Clock clock;
    private final Source source;
    private final Optional<LocalAuthority> authority;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("certificates").daemon().factory());
    private final Future<?> looking;
    private volatile Credential current;
    private boolean failed;

    private Certificates(Clock clock, Source source, Optional<LocalAuthority> authority) {
        this.clock = clock;
        this.source = source;
        this.authority = authority;
        this.current = source.make();
        looking = timer.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// The owner's own. Refused with a sentence where it cannot serve.
    public static Certificates ofFiles(Path certificate, Path key, InetAddress listen, String origin, Clock clock) {
        OwnersFiles files = new OwnersFiles(certificate, key, Names.of(listen, origin));
        return new Certificates(
                clock,
                new Source() {
                    private String mark = "";

                    @Override
                    public Credential make() {
                        mark = files.mark();
                        return files.read(clock.instant());
                    }

                    @Override
                    public boolean due(Credential current) {
                        return !files.mark().equals(mark);
                    }
                },
                Optional.empty());
    }

    /// Those of an authority of this house's own, which lies in `data`.
    public static Certificates ofLocalAuthority(Path data, Names names, Clock clock) {
        LocalAuthority authority = new LocalAuthority(data, names);
        return new Certificates(
                clock,
                new Source() {
                    @Override
                    public Credential make() {
                        return authority.issue(clock.instant());
                    }

                    @Override
                    public boolean due(Credential current) {
                        return clock.instant()
                                .plus(LocalAuthority.RENEWED_BEFORE)
                                .isAfter(current.notAfter());
                    }
                },
                Optional.of(authority));
    }

    /// For each new connection.
    public Credential current() {
        return current;
    }

    /// Renews what is due.
    synchronized void look() {
        try {
            if (source.due(current)) {
                current = source.make();
                failed = false;
                LOG.log(System.Logger.Level.INFO, "A new certificate is in force until {0}.", current.notAfter());
            } else if (!failed && clock.instant().plus(WARN_BEFORE).isAfter(current.notAfter())) {
                failed = true;
                LOG.log(System.Logger.Level.WARNING, "The certificate ends at {0}. Renew it.", current.notAfter());
            }
        } catch (ContractException e) {
            if (!failed) {
                failed = true;
                LOG.log(System.Logger.Level.ERROR, "The new certificate cannot be used; the one before stays.", e);
            }
        }
    }

    /// What people install to trust this house: the authority's certificate; empty where the owner brought one.
    public Optional<String> authorityPem() {
        return authority.map(own -> pem(current.chain().getLast()));
    }

    private static String pem(X509Certificate certificate) {
        return Pem.write("CERTIFICATE", encoded(certificate));
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new IllegalStateException("It was read from its encoding.", e);
        }
    }

    /// SHA-256 of the certificate that browsers show as the top of the chain, as they show it.
    public String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(encoded(current.chain().getLast()));
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    @Override
    public void close() {
        looking.cancel(false);
        timer.shutdownNow();
    }
}
