package moltbot.breaker.exchange;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import moltbot.breaker.address.IpLiteral;
import moltbot.contract.ContractException;

/// One name this house answers to.
///
/// @param host    exactly as it stands in `Host`
/// @param origin  exactly as a browser there sends `Origin`
/// @param local   a loopback name
public record Site(String host, String origin, boolean local) {
    public static final Site NONE = new Site("", "", false);

    /// The host's name without its port; empty where it is a number, which passkeys cannot be bound to.
    public Optional<String> name() {
        String bare = host.replaceAll(":[0-9]{1,5}$", "");
        return bare.startsWith("[") || !bare.matches(".*[a-z].*") ? Optional.empty() : Optional.of(bare);
    }

    /// The names for a listener and for the public origin, if there is one, by host.
    ///
    /// @param tls  whether the listener speaks it
    public static Map<String, Site> of(InetSocketAddress listen, boolean tls, String publicOrigin) {
        Map<String, Site> sites = new LinkedHashMap<>();
        boolean loopback = listen.getAddress().isLoopbackAddress();
        add(sites, tls, literal(listen), loopback);
        if (loopback) {
            add(sites, tls, "localhost:" + listen.getPort(), true);
            add(sites, tls, "127.0.0.1:" + listen.getPort(), true);
        }
        if (!publicOrigin.isEmpty()) {
            String host = publicOrigin.startsWith("https://") ? publicOrigin.substring("https://".length()) : "";
            if (!host.matches("[a-z0-9.-]+(:[0-9]{1,5})?") || host.endsWith(".") || host.endsWith(":443")) {
                throw ContractException.malformed("The setting 'public-origin' must look like https://home.example"
                        + " (lower case, no path, no default port), not '" + publicOrigin + "'.");
            }
            sites.put(host, new Site(host, publicOrigin, false));
        }
        return Map.copyOf(sites);
    }

    /// Browsers leave the default port out.
    private static void add(Map<String, Site> sites, boolean tls, String host, boolean local) {
        String usual = tls ? ":443" : ":80";
        String spoken = host.endsWith(usual) ? host.substring(0, host.length() - usual.length()) : host;
        sites.put(spoken, new Site(spoken, (tls ? "https://" : "http://") + spoken, local));
    }

    /// The hosts that browsers reach over TLS only.
    public static Set<String> overHttps(Map<String, Site> sites) {
        return sites.values().stream()
                .filter(site -> site.origin().startsWith("https://"))
                .map(Site::host)
                .collect(Collectors.toSet());
    }

    /// `address:port`, with brackets where the address has colons.
    public static String literal(InetSocketAddress listen) {
        String address = IpLiteral.of(listen.getAddress()).toString();
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + listen.getPort();
    }
}
