package moltbot.gateway.egress;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/// Addresses at which no server of the internet, nor one of the owner's network, can be: this machine, the link, the
/// clouds' metadata servers, groups and what is reserved. An IPv4 address inside an IPv6 one is judged as itself.
public final class Addresses {
    private record Range(byte[] prefix, int bits) {
        boolean holds(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final Range LOOPBACK_V4 = range("127.0.0.0", 8);
    private static final Range LOOPBACK_V6 = range("::1", 128);
    private static final List<Range> NOWHERE = List.of(
            range("0.0.0.0", 8),
            range("169.254.0.0", 16),
            range("100.100.100.200", 32),
            range("192.0.0.0", 24),
            range("224.0.0.0", 4),
            range("240.0.0.0", 4),
            range("::", 128),
            range("fe80::", 10),
            range("fec0::", 10),
            range("ff00::", 8),
            range("fd00:ec2::254", 128));

    /// Forms in which an IPv6 address holds an IPv4 one, and where in it: mapped and compatible (RFC 4291 §2.5.5),
    /// translated (RFC 6052, RFC 8215), 6to4 (RFC 3056).
    private record Holder(Range range, int at) {}

    private static final List<Holder> HOLDERS = List.of(
            // As bytes: Java reads the text of a mapped address as IPv4.
            new Holder(new Range(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 0, 0, 0, 0}, 96), 12),
            new Holder(range("::", 96), 12),
            new Holder(range("64:ff9b::", 96), 12),
            new Holder(range("64:ff9b:1::", 48), 12),
            new Holder(range("2002::", 16), 2));

    private Addresses() {}

    private static Range range(String literal, int bits) {
        return new Range(InetAddress.ofLiteral(literal).getAddress(), bits);
    }

    static boolean loopback(InetAddress address) {
        return LOOPBACK_V6.holds(address.getAddress()) || LOOPBACK_V4.holds(inner(address));
    }

    /// True for an address that is nobody's server.
    static boolean nowhere(InetAddress address) {
        byte[] inner = inner(address);
        return NOWHERE.stream().anyMatch(range -> range.holds(address.getAddress()) || range.holds(inner));
    }

    /// Beyond [#NOWHERE]: what belongs to somebody's own network, or is an example, a benchmark or a tunnel (IANA's
    /// registries of special-purpose addresses).
    private static final List<Range> SOMEBODYS = List.of(
            range("10.0.0.0", 8),
            range("100.64.0.0", 10),
            range("172.16.0.0", 12),
            range("192.0.2.0", 24),
            range("192.88.99.0", 24),
            range("192.168.0.0", 16),
            range("198.18.0.0", 15),
            range("198.51.100.0", 24),
            range("203.0.113.0", 24),
            range("2001::", 23),
            range("2001:db8::", 32),
            range("2002::", 16),
            range("3fff::", 20));

    private static final Range GLOBAL_V6 = range("2000::", 3);

    /// True for an address that anybody on the internet could ask; what a task may ask is nothing else.
    public static boolean everybodys(InetAddress address) {
        byte[] bytes = address.getAddress();
        byte[] inner = inner(address);
        return !loopback(address)
                && !nowhere(address)
                && (bytes.length == 4 || GLOBAL_V6.holds(bytes))
                && SOMEBODYS.stream().noneMatch(range -> range.holds(bytes) || range.holds(inner));
    }

    private static byte[] inner(InetAddress address) {
        byte[] bytes = address.getAddress();
        for (Holder holder : HOLDERS) {
            if (holder.range().holds(bytes) && !LOOPBACK_V6.holds(bytes)) {
                return Arrays.copyOfRange(bytes, holder.at(), holder.at() + 4);
            }
        }
        return bytes;
    }
}
