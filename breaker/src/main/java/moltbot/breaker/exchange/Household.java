package moltbot.breaker.exchange;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// Whose addresses count as one where strangers are limited: an IPv6 /64, which one subscriber has to itself; all of
/// loopback, which one machine has; else the one address. Identifies nobody.
///
/// Loopback has a second one: every address of it but 127.0.0.1 and ::1, from which no browser comes. The guardian
/// guesses from there, to see that guessing has an end, and must not use up what the owner has.
public final class Household {
    public static final String THIS_MACHINE = "this machine";

    private static final String ASIDE = "this machine, aside";
    private static final byte[] LOCALHOST = {127, 0, 0, 1};
    private static final int PREFIX_BYTES = 8;

    private Household() {}

    /// The key to count under.
    public static String of(InetAddress client) {
        byte[] bytes = client.getAddress();
        if (client.isLoopbackAddress()) {
            boolean usual = client instanceof Inet6Address || Arrays.equals(bytes, LOCALHOST);
            return usual ? THIS_MACHINE : ASIDE;
        }
        return HexFormat.of().formatHex(client instanceof Inet6Address ? Arrays.copyOf(bytes, PREFIX_BYTES) : bytes);
    }
}
