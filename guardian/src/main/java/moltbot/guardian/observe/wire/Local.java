package moltbot.guardian.observe.wire;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// This machine's own IPv4 addresses on networks with multicast, at most a few; not on bridges, behind which are
/// containers.
///
/// @param in    the interface
/// @param bits  length of its range
record Local(NetworkInterface in, Inet4Address address, int bits) {
    private static final int MOST = 8;

    static List<Local> now() throws IOException {
        List<Local> all = new ArrayList<>();
        Enumeration<NetworkInterface> interfaces = NetworkInterface.getNetworkInterfaces();
        while (interfaces.hasMoreElements() && all.size() < MOST) {
            NetworkInterface in = interfaces.nextElement();
            boolean asks = in.isUp()
                    && in.supportsMulticast()
                    && !in.isLoopback()
                    && !in.isPointToPoint()
                    && !in.getName().startsWith("bridge")
                    && !Files.exists(Path.of("/sys/class/net", in.getName(), "bridge"));
            for (InterfaceAddress one : asks ? in.getInterfaceAddresses() : List.<InterfaceAddress>of()) {
                if (one.getAddress() instanceof Inet4Address v4) {
                    all.add(new Local(in, v4, one.getNetworkPrefixLength()));
                }
            }
        }
        return all;
    }

    /// Every address of this machine.
    static Set<InetAddress> addresses() throws IOException {
        Set<InetAddress> all = new HashSet<>();
        Enumeration<NetworkInterface> interfaces = NetworkInterface.getNetworkInterfaces();
        while (interfaces.hasMoreElements()) {
            interfaces.nextElement().getInetAddresses().asIterator().forEachRemaining(all::add);
        }
        return all;
    }

    /// True for a neighbour: nobody further away is asked anything.
    boolean reaches(InetAddress other) {
        if (!(other instanceof Inet4Address)) {
            return false;
        }
        int shift = 32 - bits;
        return bits > 0 && word(other) >>> shift == word(address) >>> shift;
    }

    private static int word(InetAddress address) {
        return java.nio.ByteBuffer.wrap(address.getAddress()).getInt();
    }
}
