package moltbot.breaker.address;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import moltbot.contract.ContractException;

/// Ranges and what proxies say, judged by a second reader: the JDK's, which takes more than ours, and a plain split.
final class AddressFuzzTest {
    private static final Proxies PROXIES = Proxies.parse(List.of("10.0.0.0/8", "fd00::1"));

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @FuzzTest
    void readsARangeThatWritesTheSameOrRefuses(byte[] bytes) {
        Optional<Cidr> read = Cidr.parse(text(bytes));
        if (read.isEmpty()) {
            return;
        }
        Cidr range = read.get();
        String address = text(bytes).split("/", 2)[0];
        check(IpLiteral.of(InetAddress.ofLiteral(address)).equals(range.network()), "the JDK reads another address");
        check(range.contains(range.network()), "a range without its first address");
        check(Cidr.parse(range.toString()).equals(read), "written as another range");
    }

    @FuzzTest
    void believesNobodyButTheLastBeforeTheProxies(byte[] bytes) {
        String header = text(bytes);
        Optional<InetAddress> client;
        try {
            client = PROXIES.client(List.of(header), List.of());
        } catch (ContractException e) {
            return;
        }
        String[] parts = header.split(",", -1);
        InetAddress wanted = InetAddress.ofLiteral(parts[0].strip());
        for (int i = parts.length - 1; i >= 0; i--) {
            InetAddress address = InetAddress.ofLiteral(parts[i].strip());
            if (!PROXIES.lists(address)) {
                wanted = address;
                break;
            }
        }
        check(client.equals(Optional.of(wanted)), "another client than a plain reader finds");
    }

    @FuzzTest
    void readsTheStandardsHeaderOrRefuses(byte[] bytes) {
        String header = text(bytes);
        try {
            Optional<InetAddress> client = PROXIES.client(List.of(), List.of(header));
            check(client.isPresent(), "understood, and yet nobody");
            check(header.toLowerCase(java.util.Locale.ROOT).contains("for="), "an address from nowhere");
            String spoken = IpLiteral.of(client.orElseThrow()).toString();
            check(IpLiteral.parse(spoken).isPresent(), "an address that is none");
        } catch (ContractException e) {
            check(e.code() == ContractException.Code.MALFORMED, "refused for another reason");
        }
    }

    private static void check(boolean holds, String fault) {
        if (!holds) {
            throw new AssertionError(fault);
        }
    }
}
