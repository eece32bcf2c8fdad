package moltbot.gateway.egress.task;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// One request as a program in a sandbox wrote it, and where it says it goes.
///
/// @param origin  such as `https://example.org`, without a usual port
/// @param target  path and query
record Request(String method, String origin, String target, Head head) {
    private static final int MAX_TARGET = 16 << 10;
    private static final Set<String> VERSIONS = Set.of("HTTP/1.1", "HTTP/1.0");

    /// Reads a request line: method, target, version.
    static String[] line(Head head) throws Refusal {
        String[] words = head.start().split(" ", -1);
        if (words.length != 3 || !Head.token(words[0]) || !VERSIONS.contains(words[2])) {
            throw Refusal.malformed("This is not a request of HTTP/1.1.");
        }
        return words;
    }

    /// Where a CONNECT wants to go; TLS is what is meant, whatever the port.
    static String tunnel(Head head) throws Refusal {
        String authority = line(head)[1].toLowerCase(Locale.ROOT);
        int colon = authority.lastIndexOf(':');
        if (colon < 1 || !authority.substring(colon + 1).matches("[1-9][0-9]{0,4}")) {
            throw Refusal.malformed("A CONNECT names a host and a port.");
        }
        requireHost(head, authority, authority, true);
        return "https://" + (authority.endsWith(":443") ? authority.substring(0, colon) : authority);
    }

    /// A request inside a tunnel: its path alone, for the host that the tunnel is to.
    static Request inside(String origin, Head head) throws Refusal {
        String[] words = version11(head);
        String authority = origin.substring(origin.indexOf("//") + 2);
        requireHost(head, authority, authority.contains(":") ? authority : authority + ":443", false);
        return new Request(words[0], origin, target(words[1]), head);
    }

    /// A request to a proxy: the whole address, which is plain HTTP or comes through a tunnel.
    static Request absolute(Head head) throws Refusal {
        String[] words = version11(head);
        String url = words[1];
        if (!url.regionMatches(true, 0, "http://", 0, 7)) {
            throw Refusal.malformed("To this proxy a request names a whole http:// address; https:// goes by CONNECT.");
        }
        int slash = url.indexOf('/', 7);
        int query = url.indexOf('?');
        if (query >= 0 && (slash < 0 || query < slash)) {
            throw Refusal.malformed("An address without a path has no query.");
        }
        String authority = (slash < 0 ? url.substring(7) : url.substring(7, slash)).toLowerCase(Locale.ROOT);
        if (authority.contains("@")) {
            throw Refusal.malformed("An address names no user here.");
        }
        boolean usual = authority.endsWith(":80");
        String named = usual ? authority.substring(0, authority.length() - 3) : authority;
        requireHost(head, named, named.contains(":") ? named : named + ":80", false);
        return new Request(words[0], "http://" + named, target(slash < 0 ? "/" : url.substring(slash)), head);
    }

    private static String[] version11(Head head) throws Refusal {
        String[] words = line(head);
        if (!words[2].equals("HTTP/1.1")) {
            throw Refusal.malformed("Only HTTP/1.1 is spoken here.");
        }
        return words;
    }

    private static String target(String target) throws Refusal {
        boolean proper = target.startsWith("/")
                && target.length() <= MAX_TARGET
                && target.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#');
        if (!proper) {
            throw Refusal.malformed("The path is not one that can be read.");
        }
        return target;
    }

    /// One Host field, the same as where the request goes: else two readers would send it to two places.
    private static void requireHost(Head head, String one, String other, boolean mayLack) throws Refusal {
        List<String> hosts = head.all("host");
        if (hosts.isEmpty() && mayLack) {
            return;
        }
        String host = hosts.size() == 1 ? hosts.getFirst().toLowerCase(Locale.ROOT) : "";
        boolean portless = mayLack && (host + ":443").equals(one);
        if (!host.equals(one) && !host.equals(other) && !portless) {
            throw Refusal.malformed("The Host field is not the host that the request goes to.");
        }
    }

    /// For people and the audit, bounded.
    String describe() {
        String whole = method + " " + origin + target;
        return whole.length() > 300 ? whole.substring(0, 300) + "…" : whole;
    }
}
