package moltbot.breaker.exchange;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import moltbot.contract.ContractException;

/// One name this house answers to.
///
/// @param host    exactly as it stands in `Host`
/// @param origin  exactly as a browser there sends `Origin`
/// @param local   a loopback name
public record Site(String host, String origin, boolean local) {
    public static final Site NONE = new Site("", "", false);

    /// The names for a listener and for the public origin, if there is one, by host.
    public static Map<String, Site> of(InetSocketAddress listen, String publicOrigin) {
        Map<String, Site> sites = new LinkedHashMap<>();
        boolean loopback = listen.getAddress().isLoopbackAddress();
        add(sites, literal(listen), loopback);
        if (loopback) {
            add(sites, "localhost:" + listen.getPort(), true);
            add(sites, "127.0.0.1:" + listen.getPort(), true);
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
    private static void add(Map<String, Site> sites, String host, boolean local) {
        String spoken = host.endsWith(":80") ? host.substring(0, host.length() - 3) : host;
        sites.put(spoken, new Site(spoken, "http://" + spoken, local));
    }

    /// `address:port`, with brackets where the address has colons.
    public static String literal(InetSocketAddress listen) {
        String address = listen.getAddress().getHostAddress();
        return (address.contains(":") ? "[" + compressed(address) + "]" : address) + ":" + listen.getPort();
    }

    private static String compressed(String address) {
        return address.equals("0:0:0:0:0:0:0:1") ? "::1" : address;
    }
}
