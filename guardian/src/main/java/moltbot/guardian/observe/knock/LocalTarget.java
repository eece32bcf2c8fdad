package moltbot.guardian.observe.knock;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Enumeration;
import java.util.List;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.IpAddress.Scope;

/// Where a listener of this machine is asked as its neighbours would ask it.
public final class LocalTarget {
    private LocalTarget() {}

    /// A listener's address, or for one that takes every address those of this machine that most can reach. IPv4
    /// first:
    /// a listener on `::` takes both, unless it says otherwise, and then it refuses.
    public static List<Endpoint> of(Endpoint listener) throws IOException {
        if (!listener.address().isWildcard()) {
            return List.of(listener);
        }
        IpAddress v4 = IpAddress.v4(0x7f000001);
        IpAddress v6 = new IpAddress(0, 1);
        Enumeration<NetworkInterface> interfaces = NetworkInterface.getNetworkInterfaces();
        while (interfaces.hasMoreElements()) {
            Enumeration<InetAddress> addresses = interfaces.nextElement().getInetAddresses();
            while (addresses.hasMoreElements()) {
                IpAddress address = IpAddress.of(addresses.nextElement());
                boolean reached = address.scope() == Scope.PRIVATE || address.scope() == Scope.GLOBAL;
                v4 = reached && address.isV4() ? address : v4;
                v6 = reached && !address.isV4() ? address : v6;
            }
        }
        Endpoint first = new Endpoint(v4, listener.port());
        return listener.address().equals(IpAddress.ANY_V4)
                ? List.of(first)
                : List.of(first, new Endpoint(v6, listener.port()));
    }

    /// For a connection; a link-local IPv6 address needs its interface (RFC 4007 §6).
    public static InetSocketAddress address(Endpoint target) throws IOException {
        InetAddress address = target.address().toInetAddress();
        if (target.address().scope() == Scope.LINK_LOCAL && address instanceof Inet6Address v6) {
            NetworkInterface of = NetworkInterface.getByInetAddress(v6);
            if (of != null) {
                address = Inet6Address.getByAddress(null, v6.getAddress(), of);
            }
        }
        return new InetSocketAddress(address, target.port());
    }
}
