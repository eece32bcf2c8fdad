package moltbot.breaker.exchange;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// Whose addresses count as one where strangers are limited: an IPv6 /64, which one subscriber has to itself; all of
/// loopback, which one machine has; else the one address. Identifies nobody.
public final class Household {
    public static final String THIS_MACHINE = "this machine";

    private static final int PREFIX_BYTES = 8;

    private Household() {}

    /// The key to count under.
    public static String of(InetAddress client) {
        if (client.isLoopbackAddress()) {
            return THIS_MACHINE;
        }
        byte[] bytes = client.getAddress();
        return HexFormat.of().formatHex(client instanceof Inet6Address ? Arrays.copyOf(bytes, PREFIX_BYTES) : bytes);
    }
}
