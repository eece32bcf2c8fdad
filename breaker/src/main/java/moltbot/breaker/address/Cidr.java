package moltbot.breaker.address;

import java.util.Optional;

/// A range of addresses (RFC 4632, RFC 4291 §2.3). IPv4 and IPv6 are apart: `::/0` holds no IPv4 address.
///
/// @param network  its first address
/// @param bits     length of the prefix of the 128 bits; 96 more than people write for IPv4
public record Cidr(IpLiteral network, int bits) {
    private static final int WIDTH = 128;
    private static final int MAPPED_BITS = 96;

    /// Reads `10.0.0.0/8`, `fd00::/8`, or one address; empty where it is none, and where bits are set behind the
    /// prefix: that was a slip, and which of the two was meant cannot be known.
    public static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        Optional<IpLiteral> address = IpLiteral.parse(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty() || slash < 0) {
            return address.map(one -> new Cidr(one, WIDTH));
        }
        int prefix = prefix(text.substring(slash + 1));
        boolean dotted = text.indexOf(':') < 0;
        int bits = prefix < 0 ? -1 : prefix + (dotted ? MAPPED_BITS : 0);
        boolean fits = bits >= 0 && bits <= WIDTH && (dotted || !address.get().isV4() || bits >= MAPPED_BITS);
        return fits && address.get().equals(first(address.get(), bits))
                ? Optional.of(new Cidr(address.get(), bits))
                : Optional.empty();
    }

    private static int prefix(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && (text.length() == 1 || text.charAt(0) != '0') ? Integer.parseInt(text) : -1;
    }

    private static IpLiteral first(IpLiteral address, int bits) {
        long high = bits >= 64 ? address.high() : address.high() & mask(bits);
        long low = bits <= 64 ? 0 : address.low() & mask(bits - 64);
        return new IpLiteral(high, low);
    }

    private static long mask(int bits) {
        return bits == 0 ? 0 : -1L << (64 - bits);
    }

    public boolean contains(IpLiteral address) {
        return address.isV4() == isV4() && first(address, bits).equals(network);
    }

    boolean isV4() {
        return network.isV4() && bits >= MAPPED_BITS;
    }

    /// The prefix as people write it.
    int prefix() {
        return isV4() ? bits - MAPPED_BITS : bits;
    }

    @Override
    public String toString() {
        return network + "/" + prefix();
    }
}
