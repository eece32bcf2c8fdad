package moltbot.breaker.certificate;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What people type to get here: names and literal addresses. A certificate has to speak for one of them at least
/// (RFC 6125 §6, subject alternative names only).
///
/// @param hosts      lower case, without a port
/// @param addresses  this house listens on
public record Names(List<String> hosts, List<InetAddress> addresses) {
    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    public Names {
        hosts = List.copyOf(hosts);
        addresses = List.copyOf(addresses);
    }

    /// For the listener and the origin people type, `https://name` or `https://name:port`; empty where there is none.
    public static Names of(InetAddress listen, String publicOrigin) {
        String host = publicOrigin.replaceFirst("^https://", "").replaceFirst(":[0-9]{1,5}$", "");
        boolean named = !host.isEmpty() && !host.matches("[0-9.]+");
        if (listen.isLoopbackAddress()) {
            return new Names(named ? List.of(host, "localhost") : List.of("localhost"), List.of(listen));
        }
        return new Names(named ? List.of(host) : List.of(), List.of(listen));
    }

    /// These, and others beside them.
    public Names and(Names others) {
        return new Names(both(hosts, others.hosts), both(addresses, others.addresses));
    }

    private static <T> List<T> both(List<T> these, List<T> others) {
        return Stream.concat(these.stream(), others.stream()).distinct().toList();
    }

    boolean coveredBy(X509Certificate certificate) {
        return alternatives(certificate).stream().anyMatch(this::matches);
    }

    private boolean matches(List<?> alternative) {
        String value = String.valueOf(alternative.get(1)).toLowerCase(Locale.ROOT);
        return switch ((Integer) alternative.get(0)) {
            case DNS -> hosts.stream().anyMatch(host -> host.equals(value) || wildcard(value, host));
            case ADDRESS -> addresses.contains(InetAddress.ofLiteral(value));
            default -> false;
        };
    }

    private static boolean wildcard(String pattern, String host) {
        int dot = host.indexOf('.');
        return dot > 0 && pattern.startsWith("*.") && pattern.substring(1).equals(host.substring(dot));
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            return Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of());
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /// As one text, for people.
    String spoken() {
        StringBuilder all = new StringBuilder(String.join(", ", hosts));
        for (InetAddress address : addresses) {
            all.append(all.isEmpty() ? "" : ", ").append(address.getHostAddress());
        }
        return all.toString();
    }
}
