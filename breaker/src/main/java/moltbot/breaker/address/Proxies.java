package moltbot.breaker.address;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import moltbot.contract.ContractException;

/// The proxies whose word counts for whom they bring, and nothing else. Listed by the owner, address by address or by
/// small ranges: who trusts everybody trusts nobody's word.
public record Proxies(Ranges ranges) {
    public static final String SETTING = "trusted-proxies";
    private static final int SHORTEST_V4 = 8;
    private static final int SHORTEST_V6 = 16;

    public static Proxies parse(List<String> texts) {
        Ranges ranges = Ranges.parse(SETTING, texts);
        for (Cidr range : ranges.all()) {
            if (range.prefix() < (range.isV4() ? SHORTEST_V4 : SHORTEST_V6)) {
                throw ContractException.malformed("In the setting '" + SETTING + "', " + range
                        + " would believe a large part of the internet, and so anybody who says to be somebody else."
                        + " Name your proxy's own address, such as 127.0.0.1 or 172.18.0.2. Nothing was started.");
            }
        }
        return new Proxies(ranges);
    }

    public boolean none() {
        return ranges.all().isEmpty();
    }

    public boolean lists(InetAddress peer) {
        return ranges.contains(peer);
    }

    /// Whom a listed proxy brings: the last address on its list that is no proxy itself. Empty where it does not say.
    ///
    /// @param forwardedFor  every `X-Forwarded-For` header
    /// @param forwarded     every `Forwarded` header
    /// @throws ContractException  where what it says cannot be understood in exactly one way
    public Optional<InetAddress> client(List<String> forwardedFor, List<String> forwarded) {
        List<IpLiteral> way = ForwardedChain.read(forwardedFor, forwarded);
        for (int i = way.size() - 1; i >= 0; i--) {
            if (i == 0 || !ranges.contains(way.get(i))) {
                return Optional.of(way.get(i).toInetAddress());
            }
        }
        return Optional.empty();
    }
}
