package moltbot.breaker.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// An address as 128 bits, IPv4 in its mapped form (RFC 4291 §2.5.5.2), so that `::ffff:10.0.0.1` and `10.0.0.1` are
/// one. Written in one strict way: IPv4 as four decimal numbers without leading zeros (RFC 3986 §3.2.2), IPv6 in groups
/// of at most four hexadecimal digits with at most one `::` (RFC 4291 §2.2), and never with a zone.
public record IpLiteral(long high, long low) {
    private static final long MAPPED = 0xffffL << 32;
    private static final int LONGEST = 45;
    private static final int GROUPS = 8;

    public static IpLiteral of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return bytes.remaining() == 4 ? v4(bytes.getInt()) : new IpLiteral(bytes.getLong(), bytes.getLong());
    }

    private static IpLiteral v4(int bits) {
        return new IpLiteral(0, MAPPED | Integer.toUnsignedLong(bits));
    }

    /// Reads a literal; empty where it is not one.
    public static Optional<IpLiteral> parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        return text.indexOf(':') < 0 ? parseV4(text).map(IpLiteral::v4) : parseV6(text);
    }

    private static Optional<Integer> parseV4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        int bits = 0;
        for (String part : parts) {
            boolean digits =
                    !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(IpLiteral::decimal);
            if (!digits || (part.length() > 1 && part.charAt(0) == '0') || Integer.parseInt(part) > 255) {
                return Optional.empty();
            }
            bits = bits << 8 | Integer.parseInt(part);
        }
        return Optional.of(bits);
    }

    private static boolean decimal(int c) {
        return c >= '0' && c <= '9';
    }

    private static Optional<IpLiteral> parseV6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true).filter(whole -> whole.length == GROUPS).map(IpLiteral::of);
        }
        Optional<int[]> before = groups(text.substring(0, gap), false);
        Optional<int[]> after = groups(text.substring(gap + 2), true);
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        int[] left = before.get();
        int[] right = after.get();
        if (left.length + right.length >= GROUPS) {
            return Optional.empty();
        }
        int[] whole = new int[GROUPS];
        System.arraycopy(left, 0, whole, 0, left.length);
        System.arraycopy(right, 0, whole, GROUPS - right.length, right.length);
        return Optional.of(of(whole));
    }

    /// @param ends  whether an IPv4 address may stand at the end
    private static Optional<int[]> groups(String text, boolean ends) {
        if (text.isEmpty()) {
            return Optional.of(new int[0]);
        }
        String[] parts = text.split(":", -1);
        boolean v4 = ends && parts[parts.length - 1].indexOf('.') >= 0;
        int count = parts.length + (v4 ? 1 : 0);
        if (count > GROUPS) {
            return Optional.empty();
        }
        int[] groups = new int[count];
        for (int i = 0; i < parts.length; i++) {
            if (v4 && i == parts.length - 1) {
                Optional<Integer> bits = parseV4(parts[i]);
                if (bits.isEmpty()) {
                    return Optional.empty();
                }
                groups[i] = bits.get() >>> 16;
                groups[i + 1] = bits.get() & 0xffff;
            } else if (parts[i].isEmpty()
                    || parts[i].length() > 4
                    || !parts[i].chars().allMatch(IpLiteral::hex)) {
                return Optional.empty();
            } else {
                groups[i] = Integer.parseInt(parts[i], 16);
            }
        }
        return Optional.of(groups);
    }

    private static boolean hex(int c) {
        return decimal(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static IpLiteral of(int[] groups) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < GROUPS; i++) {
            if (i < GROUPS / 2) {
                high = high << 16 | groups[i];
            } else {
                low = low << 16 | groups[i];
            }
        }
        return new IpLiteral(high, low);
    }

    public boolean isV4() {
        return high == 0 && low >>> 32 == 0xffffL;
    }

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

    /// As browsers write it (RFC 5952): the longest run of zero groups left out.
    @Override
    public String toString() {
        if (isV4()) {
            return toInetAddress().getHostAddress();
        }
        int[] groups = groups();
        int gap = -1;
        int gapLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = 0;
            while (i + zeros < GROUPS && groups[i + zeros] == 0) {
                zeros++;
            }
            if (zeros > gapLength) {
                gap = i;
                gapLength = zeros;
            }
        }
        return gap < 0
                ? joined(groups, 0, GROUPS)
                : joined(groups, 0, gap) + "::" + joined(groups, gap + gapLength, GROUPS);
    }

    private int[] groups() {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            long half = i < GROUPS / 2 ? high : low;
            groups[i] = (int) (half >>> (48 - 16 * (i % (GROUPS / 2)))) & 0xffff;
        }
        return groups;
    }

    private static String joined(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
