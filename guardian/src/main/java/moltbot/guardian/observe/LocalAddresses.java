package moltbot.guardian.observe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import moltbot.guardian.fact.IpAddress;

/// The addresses of this machine's interfaces, those that most people can reach first. Link-local IPv6 addresses are
/// left out: each container brings one, and a listener that takes them takes the others too.
final class LocalAddresses {
    private static final int MAX_ADDRESSES = 64;

    private LocalAddresses() {}

    static List<IpAddress> now() throws IOException {
        List<IpAddress> addresses = new ArrayList<>();
        Enumeration<NetworkInterface> interfaces = NetworkInterface.getNetworkInterfaces();
        while (interfaces.hasMoreElements()) {
            Enumeration<InetAddress> of = interfaces.nextElement().getInetAddresses();
            while (of.hasMoreElements()) {
                IpAddress address = IpAddress.of(of.nextElement());
                if (address.isV4() || address.scope() != IpAddress.Scope.LINK_LOCAL) {
                    addresses.add(address);
                }
            }
        }
        addresses.sort(Comparator.comparing(IpAddress::scope)
                .reversed()
                .thenComparingLong(IpAddress::high)
                .thenComparingLong(IpAddress::low));
        return List.copyOf(addresses.subList(0, Math.min(addresses.size(), MAX_ADDRESSES)));
    }
}
