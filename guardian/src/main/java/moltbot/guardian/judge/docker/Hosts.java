package moltbot.guardian.judge.docker;

/// Addresses as engines write them.
final class Hosts {
    private Hosts() {}

    /// An empty one stands for all, so it is none.
    static boolean loopback(String host) {
        return host.startsWith("127.") || host.equals("::1");
    }

    static boolean wildcard(String host) {
        return host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
    }
}
