package moltbot.guardian.observe;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.Listener;

/// Reads what macOS prints for `netstat -anv -p tcp`: every listener of the machine and its process. Columns differ
/// from release to release and are found by the header: `pid` until macOS 14, `process:pid` after, and a program's name
/// may hold spaces. A listener's user is not told.
final class Netstat {
    static final List<String> ARGV = List.of("/usr/sbin/netstat", "-anv", "-p", "tcp");
    private static final int UNKNOWN_USER = -1;
    private static final int STATE = 5;

    private Netstat() {}

    static List<Listener> parse(String text) {
        List<Listener> found = new ArrayList<>();
        int pidColumn = -1;
        boolean named = false;
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("Proto")) {
                String header = line.replace("Local Address", "Local").replace("Foreign Address", "Foreign");
                List<String> columns = fields(header);
                named = columns.contains("process:pid");
                pidColumn = columns.indexOf(named ? "process:pid" : "pid");
            } else if (line.startsWith("tcp")) {
                List<String> fields = fields(line);
                if (fields.size() > STATE && fields.get(STATE).equals("LISTEN")) {
                    found.add(listener(fields, pidColumn, named));
                }
            }
        }
        if (pidColumn < 0) {
            throw ContractException.malformed("What netstat prints is not as expected.");
        }
        return found;
    }

    private static Listener listener(List<String> fields, int pidColumn, boolean named) {
        if (pidColumn < 0 || fields.size() <= pidColumn) {
            throw ContractException.malformed("What netstat prints is not as expected.");
        }
        long pid = named ? pidOfNamed(fields, pidColumn) : number(fields.get(pidColumn));
        return new Listener(endpoint(fields.get(3), fields.get(0)), UNKNOWN_USER, pid);
    }

    /// `Some Program:123`: the first field from its column on that ends in a colon and a number.
    private static long pidOfNamed(List<String> fields, int column) {
        for (int i = column; i < fields.size(); i++) {
            int colon = fields.get(i).lastIndexOf(':');
            if (colon >= 0 && colon + 1 < fields.get(i).length()) {
                return number(fields.get(i).substring(colon + 1));
            }
        }
        throw ContractException.malformed("What netstat prints is not as expected.");
    }

    /// An address, a dot and a port: `127.0.0.1.3000`, `*.8080`, `fe80::1%lo0.49152`.
    static Endpoint endpoint(String text, String family) {
        int dot = text.lastIndexOf('.');
        if (dot <= 0) {
            throw ContractException.malformed("What netstat prints is not as expected.");
        }
        return new Endpoint(address(text.substring(0, dot), family.equals("tcp4")), port(text.substring(dot + 1)));
    }

    static IpAddress address(String text, boolean v4) {
        if (text.equals("*")) {
            return v4 ? IpAddress.ANY_V4 : IpAddress.ANY_V6;
        }
        int zone = text.indexOf('%');
        String literal = zone < 0 ? text : text.substring(0, zone);
        try {
            return IpAddress.of(InetAddress.ofLiteral(literal));
        } catch (IllegalArgumentException e) {
            throw new ContractException(
                    ContractException.Code.MALFORMED, "An address that the system prints is not one.", e);
        }
    }

    static int port(String text) {
        long port = number(text);
        if (port < 0 || port > 0xffff) {
            throw ContractException.malformed("A port that the system prints is none.");
        }
        return (int) port;
    }

    static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ContractException(ContractException.Code.MALFORMED, "A number that was expected is not one.", e);
        }
    }

    private static List<String> fields(String line) {
        return List.of(line.strip().split("\\s+"));
    }
}
