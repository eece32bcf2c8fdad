package moltbot.breaker.address;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import moltbot.contract.ContractException;

/// The addresses in `X-Forwarded-For` or `Forwarded` (RFC 7239), client first. Each header at most once; where both
/// came they must say the same. Anything else is refused, never guessed.
final class ForwardedChain {
    private static final int MAX_CHARACTERS = 2048;
    private static final int MAX_HOPS = 32;
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private final String text;
    private int at;

    private ForwardedChain(String text) {
        this.text = text;
    }

    static List<IpLiteral> read(List<String> forwardedFor, List<String> forwarded) {
        if (forwardedFor.size() > 1 || forwarded.size() > 1) {
            throw refused();
        }
        List<IpLiteral> plain = forwardedFor.isEmpty() ? List.of() : plain(bounded(forwardedFor.getFirst()));
        List<IpLiteral> standard =
                forwarded.isEmpty() ? List.of() : new ForwardedChain(bounded(forwarded.getFirst())).elements();
        if (!plain.isEmpty() && !standard.isEmpty() && !plain.equals(standard)) {
            throw refused();
        }
        return plain.isEmpty() ? standard : plain;
    }

    private static String bounded(String header) {
        if (header.length() > MAX_CHARACTERS) {
            throw refused();
        }
        return header;
    }

    private static List<IpLiteral> plain(String header) {
        List<IpLiteral> addresses = new ArrayList<>();
        for (String part : header.split(",", -1)) {
            add(addresses, IpLiteral.parse(trimmed(part)).orElseThrow(ForwardedChain::refused));
        }
        return addresses;
    }

    /// Without the blanks and tabs around it, and nothing else that some reader takes for white space.
    private static String trimmed(String part) {
        int from = 0;
        int to = part.length();
        while (from < to && blank(part.charAt(from))) {
            from++;
        }
        while (to > from && blank(part.charAt(to - 1))) {
            to--;
        }
        return part.substring(from, to);
    }

    private static boolean blank(char c) {
        return c == ' ' || c == '\t';
    }

    private static void add(List<IpLiteral> addresses, IpLiteral address) {
        if (addresses.size() == MAX_HOPS) {
            throw refused();
        }
        addresses.add(address);
    }

    private List<IpLiteral> elements() {
        List<IpLiteral> addresses = new ArrayList<>();
        while (true) {
            skipBlanks();
            add(addresses, element());
            skipBlanks();
            if (at == text.length()) {
                return addresses;
            }
            take(',');
        }
    }

    /// `for=…;by=…;…` with every parameter at most once and `for` among them.
    private IpLiteral element() {
        Set<String> names = new HashSet<>();
        String node = "";
        while (true) {
            String name = token().toLowerCase(Locale.ROOT);
            take('=');
            String value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
            if (!names.add(name)) {
                throw refused();
            }
            node = name.equals("for") ? value : node;
            if (at == text.length() || text.charAt(at) != ';') {
                return node(node);
            }
            at++;
        }
    }

    private String token() {
        int from = at;
        while (at < text.length() && tokenCharacter(text.charAt(at))) {
            at++;
        }
        if (from == at) {
            throw refused();
        }
        return text.substring(from, at);
    }

    private static boolean tokenCharacter(char c) {
        return (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }

    /// A quoted string; none of what may stand here needs an escape.
    private String quoted() {
        take('"');
        int end = text.indexOf('"', at);
        String value = end < 0 ? "\\" : text.substring(at, end);
        if (value.indexOf('\\') >= 0) {
            throw refused();
        }
        at = end + 1;
        return value;
    }

    /// RFC 7239 §6: an IPv4 address, or an IPv6 address in brackets; each may have a port.
    private static IpLiteral node(String node) {
        boolean bracketed = node.startsWith("[");
        int end = bracketed ? node.indexOf(']') : node.indexOf(':');
        String address = bracketed ? node.substring(1, Math.max(1, end)) : end < 0 ? node : node.substring(0, end);
        String port = end < 0 ? "" : node.substring(bracketed ? end + 1 : end);
        boolean right = (!bracketed || end > 0) && (port.isEmpty() || port.matches(":[0-9]{1,5}"));
        return IpLiteral.parse(address)
                .filter(literal -> right && bracketed == address.indexOf(':') >= 0)
                .orElseThrow(ForwardedChain::refused);
    }

    private void skipBlanks() {
        while (at < text.length() && blank(text.charAt(at))) {
            at++;
        }
    }

    private void take(char wanted) {
        if (at == text.length() || text.charAt(at) != wanted) {
            throw refused();
        }
        at++;
    }

    private static ContractException refused() {
        return ContractException.malformed("What the proxy in front says about the client cannot be understood.");
    }
}
