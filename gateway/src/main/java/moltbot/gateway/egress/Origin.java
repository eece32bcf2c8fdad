package moltbot.gateway.egress;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import moltbot.contract.ContractException;

/// A server the house may talk to: scheme, host and port, exactly.
public record Origin(String scheme, String host, int port) {
    /// The origin of a base URL, if that is one this house accepts: `http` or `https`, a host, perhaps a path, and
    /// nothing else that could hide where a request goes.
    public static Origin of(URI base) {
        String scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("http") || scheme.equals("https");
        if (!web
                || base.getHost() == null
                || base.getRawUserInfo() != null
                || base.getRawQuery() != null
                || base.getRawFragment() != null) {
            throw ContractException.malformed(
                    "A base URL must look like https://host or https://host:port/path, without a user or a query.");
        }
        if (base.getHost().startsWith("[") || base.getHost().chars().allMatch(c -> c == '.' || Character.isDigit(c))) {
            literal(base.getHost());
        }
        int usual = scheme.equals("https") ? 443 : 80;
        return new Origin(scheme, base.getHost().toLowerCase(Locale.ROOT), base.getPort() < 0 ? usual : base.getPort());
    }

    /// A number in the place of a name is not looked up, so it is judged here; IPv4 in one spelling only.
    private static void literal(String host) {
        String text = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            boolean plain = text.indexOf(':') < 0
                    ? text.equals(address.getHostAddress())
                    : address instanceof Inet6Address && (text.equals("::1") || !Addresses.loopback(address));
            if (plain && !Addresses.nowhere(address)) {
                return;
            }
        } catch (IllegalArgumentException e) {
            throw new ContractException(
                    ContractException.Code.MALFORMED, "The address " + host + " is not one that can be read.", e);
        }
        throw ContractException.malformed("No server can be at the address " + host + ".");
    }

    /// Every server whose name is one label more than this domain, by HTTPS on the usual port. No address has such a
    /// name, so it permits and cannot be asked.
    public static Origin anyUnder(String domain) {
        return new Origin("https", "*." + domain, 443);
    }

    /// Those it is one of.
    Origin anyBeside() {
        return new Origin(scheme, "*" + host.substring(Math.max(0, host.indexOf('.'))), port);
    }

    /// True where nobody between here and there can read along: TLS, or this machine.
    public boolean confidential() {
        return scheme.equals("https") || loopback();
    }

    /// True for this machine itself.
    public boolean loopback() {
        return host.equals("localhost") || host.equals("[::1]") || loopbackNumber();
    }

    private boolean loopbackNumber() {
        return host.startsWith("127.") && host.chars().allMatch(c -> c == '.' || Character.isDigit(c));
    }

    @Override
    public String toString() {
        return scheme + "://" + host + ":" + port;
    }
}
