package moltbot.guardian.fact;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/// An address as the guardian sees it: 128 bits, IPv4 kept in its mapped form (RFC 4291 §2.5.5.2), so that a listener
/// which a JVM shows as `::ffff:127.0.0.1` and one that is truly IPv4 are the same address. Classified here and
/// nowhere else: [InetAddress] takes fd00::/8 and 100.64.0.0/10 for public.
public record IpAddress(long high, long low) {
    public static final IpAddress ANY_V6 = new IpAddress(0, 0);
    public static final IpAddress ANY_V4 = v4(0);

    private static final int GROUPS = 8;
    private static final long MAPPED = 0xffffL << 32;

    /// Where an address can be reached from.
    public enum Scope {
        WILDCARD,
        LOOPBACK,
        LINK_LOCAL,
        PRIVATE,
        GLOBAL
    }

    /// An IPv4 address.
    ///
    /// @param bits  the address in network order
    public static IpAddress v4(int bits) {
        return new IpAddress(0, MAPPED | Integer.toUnsignedLong(bits));
    }

    public static IpAddress of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return bytes.remaining() == 4 ? v4(bytes.getInt()) : new IpAddress(bytes.getLong(), bytes.getLong());
    }

    public boolean isV4() {
        return high == 0 && low >>> 32 == 0xffffL;
    }

    public boolean isWildcard() {
        return equals(ANY_V6) || equals(ANY_V4);
    }

    public boolean isLoopback() {
        return isV4() ? (low >>> 24 & 0xff) == 127 : high == 0 && low == 1;
    }

    public Scope scope() {
        if (isWildcard()) {
            return Scope.WILDCARD;
        } else if (isLoopback()) {
            return Scope.LOOPBACK;
        }
        return isV4() ? scopeV4((int) low) : scopeV6();
    }

    private static Scope scopeV4(int bits) {
        if (bits >>> 16 == 0xa9fe) {
            return Scope.LINK_LOCAL;
        }
        boolean inside = bits >>> 24 == 10
                || bits >>> 20 == 0xac1
                || bits >>> 16 == 0xc0a8
                || bits >>> 22 == (100 << 2 | 64 >>> 6);
        return inside ? Scope.PRIVATE : Scope.GLOBAL;
    }

    private Scope scopeV6() {
        if (high >>> 54 == 0xfe80 >>> 6) {
            return Scope.LINK_LOCAL;
        }
        return high >>> 57 == 0xfc >>> 1 ? Scope.PRIVATE : Scope.GLOBAL;
    }

    /// For a connection attempt.
    public InetAddress toInetAddress() {
        byte[] bytes = isV4()
                ? ByteBuffer.allocate(4).putInt((int) low).array()
                : ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are always an address.", e);
        }
    }

    // These two are asked for every listener at every look, and the ones a record brings cost a start tens of
    // milliseconds.
    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress that && high == that.high && low == that.low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high * 31 + low);
    }

    /// As people, browsers and the breaker write it (RFC 5952): IPv6 in lower case, its longest run of two or more zero
    /// groups as `::`.
    @Override
    public String toString() {
        if (isV4()) {
            return toInetAddress().getHostAddress();
        }
        int gap = 0;
        int longest = 1;
        for (int from = 0; from < GROUPS; from++) {
            int zeros = 0;
            while (from + zeros < GROUPS && group(from + zeros) == 0) {
                zeros++;
            }
            if (zeros > longest) {
                gap = from;
                longest = zeros;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (longest > 1 && i == gap) {
                text.append("::");
                i += longest - 1;
            } else {
                boolean separate = i > 0 && text.charAt(text.length() - 1) != ':';
                text.append(separate ? ":" : "").append(Integer.toHexString(group(i)));
            }
        }
        return text.toString();
    }

    private int group(int index) {
        long half = index < GROUPS / 2 ? high : low;
        return (int) (half >>> (48 - 16 * (index % 4))) & 0xffff;
    }
}
