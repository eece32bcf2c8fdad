package moltbot.breaker.address;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import moltbot.contract.ContractException;

/// A list of ranges, as a setting holds it.
public record Ranges(List<Cidr> all) {
    private static final int MOST = 256;

    public Ranges {
        all = List.copyOf(all);
    }

    /// Reads a setting; what is not exactly a range is refused by its name.
    public static Ranges parse(String setting, List<String> texts) {
        if (texts.size() > MOST) {
            throw ContractException.malformed(
                    "The setting '" + setting + "' has more than " + MOST + " entries. Nothing was started.");
        }
        List<Cidr> ranges = new ArrayList<>();
        for (String text : texts) {
            ranges.add(Cidr.parse(text).orElseThrow(() -> unreadable(setting, text)));
        }
        return new Ranges(ranges);
    }

    private static ContractException unreadable(String setting, String text) {
        return ContractException.malformed("In the setting '" + setting + "', '" + text
                + "' is neither an address nor a range. Write 192.168.1.20, 192.168.0.0/16 or fd00::/8: no names, no"
                + " zones, no leading zeros, and no bits set behind the prefix. Nothing was started.");
    }

    /// True where no other machine is among them.
    public boolean withinThisMachine() {
        return all.stream().allMatch(range -> range.network().toInetAddress().isLoopbackAddress());
    }

    public boolean contains(InetAddress address) {
        return contains(IpLiteral.of(address));
    }

    boolean contains(IpLiteral address) {
        for (Cidr range : all) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
