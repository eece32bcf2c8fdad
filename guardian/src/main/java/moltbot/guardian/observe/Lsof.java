package moltbot.guardian.observe;

import java.util.ArrayList;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.Listener;

/// Reads what `lsof -nP -iTCP -sTCP:LISTEN -F pcnu` prints (lsof(8), "Output for other programs"): one field a line,
/// its kind in the first letter; a process's fields stand before those of its files. Without root it tells only our own
/// user's sockets, which is where netstat, that tells them all, may be missing a process.
final class Lsof {
    static final List<String> ARGV = List.of("/usr/sbin/lsof", "-nP", "-iTCP", "-sTCP:LISTEN", "-F", "pcnu");

    private Lsof() {}

    static List<Listener> parse(String text) {
        List<Listener> found = new ArrayList<>();
        long pid = 0;
        long uid = -1;
        for (String line : text.split("\n", -1)) {
            if (!line.isEmpty()) {
                String value = line.substring(1);
                switch (line.charAt(0)) {
                    case 'p' -> pid = Netstat.number(value);
                    case 'u' -> uid = Netstat.number(value);
                    case 'n' -> found.add(new Listener(endpoint(value), uid, pid));
                    default -> {
                        // A program's name or a file's number: not needed.
                    }
                }
            }
        }
        return found;
    }

    /// `127.0.0.1:3000`, `*:8080`, `[::1]:631`.
    private static Endpoint endpoint(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw ContractException.malformed("What lsof prints is not as expected.");
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String address = bracketed ? host.substring(1, host.length() - 1) : host;
        return new Endpoint(Netstat.address(address, false), Netstat.port(text.substring(colon + 1)));
    }
}
